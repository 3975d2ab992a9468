# ruff: noqa: SIM905 - rows are read as a file has them
"""Rows of each published layout of event data, written by hand: facts of the Sino-Soviet and Soviet-American relations and inventions."""

from dataclasses import dataclass, field

from detente.datasets.events import event_layouts
from detente.dates import day_number


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A small file of a layout: its cells, and what should be read of its first row; `day`, `code` name the places of those cells."""

    layout: str
    rows: list[list[str]]
    first: dict
    header: list[str] | None = None
    separator: str = ","
    suffix: str = ".csv"
    day: int = 0
    code: int | None = None
    actor: int | None = None
    numbers: list[int] = field(default_factory=list)

    def text(self, rows=None):
        every = [self.header] if self.header else []
        return "".join(self.separator.join(cells) + "\n" for cells in [*every, *(self.rows if rows is None else rows)])


def gdelt(width, ident, day, source, target, code, quad, score):
    cells = [""] * width
    for place, cell in {0: ident, 1: day, 2: day[:6], 3: day[:4], 4: f"{day[:4]}.5", 7: source, 17: target, 25: "1"}.items():
        cells[place] = cell
    cells[26], cells[27], cells[28], cells[29], cells[30] = code, code[:3], code[:2], quad, score
    return cells


def polecat(ident, day, kind, mode, source, target):
    names = event_layouts()["polecat"].names
    said = {
        "Event ID": ident,
        "Event Date": day,
        "Event Type": kind,
        "Event Mode": mode,
        "Actor Country": source,
        "Recipient Country": target,
    }
    return [said.get(name, "None") for name in names]


def icews(ident, day, source, target, code, score):
    return [ident, day, "X", "", source, "words", code, score, "Y", "", target, "1", "2", "P", "", "", "", "", ""]


ICEWS_HEADER = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,Target Sectors,"
    "Target Country,Story ID,Sentence Number,Publisher,City,Province,Country,Latitude,Longitude"
).split(",")
NAMED = list(event_layouts()["gdelt_1"].names)
NAMED_2 = ("Global_Event_ID,Day,YYYYMM,Actor_1_Country_ABBR,Actor_2_Country_ABBR,Event_Code,Quad_Class,Goldstein_Scale,Source_URL").split(
    ","
)

SAMPLES = [
    Sample(
        layout="weis",
        header="state1,state2,year,weiscd,srccc,targcc,mo,day,dyadid,gscale,date".split(","),
        rows=[
            "365,710,1969,223,710,365,3,2,365710,-10,1969-03-02".split(","),
            "365,710,1969,121,365,710,3,3,365710,-2.2,1969-03-03".split(","),
            "2,710,1972,32,2,710,2,21,2710,1.9,1972-02-21".split(","),
        ],
        first={"day": day_number(1969, 3, 2), "source": 710, "target": 365, "code": "223", "scale": -10.0, "quad": 4, "n": 1},
        day=7,
        code=3,
        actor=4,
    ),
    Sample(
        layout="copdab_events",
        header="actor,target,year,month,day,value,source,issue,summary".split(","),
        rows=[
            "365,710,69,3,2,14,NYT,1,clash".split(","),
            "365,710,1950,2,14,2,NYT,1,pact".split(","),
            "2,4,60,1,1,8,NYT,1,at home".split(","),
        ],
        first={"day": day_number(1969, 3, 2), "source": 365, "target": 710, "code": "14", "scale": -65 / 10.2, "quad": 4, "n": 1},
        day=4,
        code=5,
        actor=0,
    ),
    Sample(
        layout="copdab_monthly",
        header="ym,eg2is,is2eg,us2ussr,ussr2us,us2fra,fra2us,us2is,is2us,suez,sixday,yomk,year,month".split(","),
        rows=[
            "6210,0.0,0.0,-9.73,-8.24,6.0,0.0,0.0,0.0,0,0,0,1962,10".split(","),
            "6211,0.0,0.0,-5.1,10.2,6.0,0.0,0.0,0.0,0,0,0,1962,11".split(","),
        ],
        first={"day": day_number(1962, 10, 1), "last_day": day_number(1962, 10, 31), "source": 651, "target": 666, "scale": None, "n": 0},
        day=12,
    ),
    Sample(
        layout="icews_events",
        header=ICEWS_HEADER,
        separator="\t",
        suffix=".tab",
        rows=[
            icews("1", "2014-03-18", "Russian Federation", "Ukraine", "190", "-10.0"),
            icews("2", "2014-05-21", "China", "Russian Federation", "057", "8.0"),
            icews("2", "2014-05-22", "United States", "", "010", "0.0"),
        ],
        first={"event_id": "1", "day": day_number(2014, 3, 18), "source": 365, "target": 369, "code": "190", "scale": -10.0, "quad": 4},
        day=1,
        code=6,
        actor=4,
    ),
    Sample(
        layout="icews_decoded",
        header="date,source,source_country,cameo,event,goldstein,quad,target,target_country,split".split(","),
        rows=[
            "2008-08-08,Vladimir Putin,Russia,190,Use force,-10.0,matl_conf,Georgia,Georgia,train".split(","),
            "2008-08-09,China,China,051,Praise,3.4,verb_coop,Russia,Russia,test".split(","),
        ],
        first={"day": day_number(2008, 8, 8), "source": 365, "target": 372, "code": "190", "scale": -10.0, "quad": 4, "event_id": "1"},
        code=3,
        actor=2,
    ),
    Sample(
        layout="icews_yearly",
        header="i,j,year,i_iso3c,j_iso3c,verbCoop,matlCoop,verbConf,matlConf".split(","),
        rows=[
            "China,Russia,2004,CHN,RUS,12,0,3,1".split(","),
            "China,Malta,2004,CHN,MLT,0,0,0,0".split(","),
        ],
        first={
            "day": day_number(2004),
            "last_day": day_number(2004, 12, 31),
            "source": 710,
            "target": 365,
            "quad": 1,
            "n": 12,
            "scale": None,
        },
        day=2,
        actor=3,
    ),
    Sample(
        layout="polecat",
        header=list(event_layouts()["polecat"].names),
        separator="\t",
        suffix=".txt",
        rows=[
            polecat("A1", "2022-02-24", "ASSAULT", "heavy-weapons", "RUS", "UKR"),
            polecat("A2", "2022-02-04", "CONSULT", "visit", "RUS; CHN", "CHN"),
            polecat("A3", "2022-03-01", "SANCTION", "None", "USA", "None"),
        ],
        first={"event_id": "A1", "day": day_number(2022, 2, 24), "source": 365, "target": 369, "scale": -9.5, "quad": 4},
        day=1,
        code=2,
        actor=8,
    ),
    Sample(
        layout="keds_csv",
        header="date,source,target,code".split(","),
        rows=[
            "1979-12-27,USR,AFG,223".split(","),
            "1990-08-02,IRQ,KUW,223".split(","),
            "1990-11-09,GER,RUS,081".split(","),
            "1989-11-09,GER,UNO,032".split(","),
        ],
        first={"day": day_number(1979, 12, 27), "source": 365, "target": 700, "code": "223", "scale": -10.0, "quad": 4},
        code=3,
        actor=1,
    ),
    Sample(
        layout="keds_text",
        separator="\t",
        suffix=".txt",
        rows=[
            "900802\tIRQ\tKUW\t223\tMIL ENGAGEME".split("\t"),
            "900803\tUSA\tIRQ\t122\tDENOUNCE".split("\t"),
            "010911\tUNK\tUSA\t223\tMIL ENGAGEME".split("\t"),
        ],
        first={"day": day_number(1990, 8, 2), "source": 645, "target": 690, "code": "223", "scale": -10.0, "quad": 4},
        code=3,
        actor=2,
    ),
    Sample(
        layout="gdelt_1",
        separator="\t",
        rows=[
            gdelt(57, "1", "19790101", "CHN", "USA", "057", "1", "8.0"),
            gdelt(57, "2", "19791227", "SUN", "AFG", "190", "4", "-10.0"),
            gdelt(57, "3", "19850101", "DEU", "EUR", "036", "1", "4.0"),
        ],
        first={"event_id": "1", "day": day_number(1979, 1, 1), "source": 710, "target": 2, "code": "057", "scale": 8.0, "quad": 1},
        day=1,
        code=26,
        actor=7,
    ),
    Sample(
        layout="gdelt_2",
        separator="\t",
        rows=[gdelt(61, "9", "20220224", "RUS", "UKR", "190", "4", "-10.0"), gdelt(61, "10", "20220225", "RUS", "", "010", "1", "0.0")],
        first={"event_id": "9", "day": day_number(2022, 2, 24), "source": 365, "target": 369, "code": "190", "scale": -10.0, "quad": 4},
        day=1,
        code=26,
        actor=7,
    ),
    Sample(
        layout="gdelt_named",
        header=NAMED,
        rows=[gdelt(58, "1", "20130203", "CHN", "JPN", "112", "3", "-2.0"), gdelt(58, "2", "20130204", "CHN", "", "010", "1", "0.0")],
        first={"event_id": "1", "day": day_number(2013, 2, 3), "source": 710, "target": 740, "code": "112", "scale": -2.0, "quad": 3},
        day=1,
        code=26,
        actor=7,
    ),
    Sample(
        layout="gdelt_named_2",
        header=NAMED_2,
        rows=["9,20201113,202011,AFG,GBR,190,4,-10.0,u".split(","), "10,20201114,202011,CHN,,010,1,0.0,u".split(",")],
        first={"event_id": "9", "day": day_number(2020, 11, 13), "source": 700, "target": 200, "code": "190", "scale": -10.0, "quad": 4},
        day=1,
        code=5,
        actor=3,
    ),
]
