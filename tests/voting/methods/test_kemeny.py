import pytest

from tests.duels import check_case
from tests.published import cases, names
from voting.methods import kemeny

PUBLISHED = cases("kemeny_young")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(kemeny, case, test)
