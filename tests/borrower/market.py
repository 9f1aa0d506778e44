"""A small catalog for the borrower's tests, built from records."""

from fundmix.catalog.tables import Catalog, Channel, Fact, Settings

PLATFORM = Channel(
    channel_id="huabei",
    name="花呗类",
    name_en="Platform credit",
    category="platform_credit",
    lender="platform",
    online_lender=True,
    aliases=("花呗",),
)
CONSUMER_FINANCE = Channel(
    channel_id="xiaojin",
    name="消费金融",
    category="consumer_finance",
    lender="consumer_finance",
    online_lender=True,
    aliases=("消金", "共用名"),
)
CAR_BANK = Channel(
    channel_id="car_bank",
    name="车抵贷",
    category="car",
    lender="bank",
    risk_groups=("cards",),
    unsecured=False,
    aliases=("共用名",),
)
FACTS = (
    Fact(field="born_on", type="date", section="person", description="生日", description_en="Date of birth"),
    Fact(
        field="applicant", type="choice", choices=("individual", "sme"), section="person", description="身份"
    ),
    Fact(
        field="sesame_score", type="number", unit="score", minimum=350, maximum=950, section="platform",
        description="芝麻分", description_en="Sesame score",
        where_to_find="支付宝", where_to_find_en="Alipay",
    ),
    Fact(field="overdue_now", type="yes_no", section="credit", description="是否有当前逾期"),
    Fact(field="card_utilisation", type="ratio", minimum=0, maximum=2, section="credit", description="已用"),
    Fact(field="house_value", type="money", unit="CNY", pledge=True, section="assets", description="房价"),
    Fact(field="car_value", type="money", unit="CNY", pledge=True, section="assets", description="车价"),
    Fact(field="hard_inquiries_3m", type="count", unit="time", section="credit", description="查询次数"),
    Fact(field="region", type="text", section="person", description="城市"),
    Fact(field="age_years", kind="derived", type="count", section="person", description="年龄"),
)  # fmt: skip
CATALOG = Catalog(
    settings=Settings(name="test"),
    channels=(PLATFORM, CONSUMER_FINANCE, CAR_BANK),
    products=(),
    facts=FACTS,
)
