"""One channel of the catalog on a terminal."""

import io

import pytest

from fundmix import load_catalog
from fundmix.report.channels import print_channel


@pytest.mark.parametrize(
    ("lang", "asked", "accused"),
    [
        ("zh", "是否在校学生？须为“否”。不符合时的说明：", "是否在校学生 须为"),
        ("en", "The answer must be: no. If not met: ", "must be no. The"),
    ],
)
def test_a_rule_is_shown_as_what_is_asked(lang, asked, accused):
    """Whoever looks a channel up has not failed it: the requirement comes first, the reason only for who does not."""
    catalog = load_catalog("cn")
    text = io.StringIO()
    print_channel(catalog, catalog.channel("bank_consumer_online"), lang, text)
    shown = " ".join(line.strip() for line in text.getvalue().splitlines())
    assert asked in shown
    assert accused not in shown
