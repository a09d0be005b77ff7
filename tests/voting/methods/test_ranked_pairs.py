import pytest

from tests.duels import check_case
from tests.published import cases, names
from voting.methods import ranked_pairs

PUBLISHED = cases("ranked_pairs")


@pytest.mark.parametrize(("case", "test"), PUBLISHED, ids=names(PUBLISHED))
def test_published_counts_agree(case, test):
    check_case(ranked_pairs, case, test)
