import pytest

from tests.duels import check_case
from tests.published import cases, names
from voting.methods import minimax

PUBLISHED = cases("minimax")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(minimax, case, test)
