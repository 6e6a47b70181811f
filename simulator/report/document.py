"""The document: all parts of a report in order, in one page that needs no network."""

from simulator import __version__
from simulator.figures.numerals import day
from simulator.report.drawings import drawings
from simulator.report.evidence import evidence
from simulator.report.findings import findings, sweep_findings
from simulator.report.markup import Markup, Words, element, joined, listing, paragraph, shortened, table
from simulator.report.material import KeptRun, KeptSweep, Material
from simulator.report.tables import countries_table, numbers_table
from simulator.web.page import SCRIPTS, STYLES, explorer_part, page

REPORT_STYLES = (*STYLES, "report.css")

LIMITS = (
    "They forecast no government. Each run follows what governments have said, under one simple rule and stated "
    "conditions; the numbers are shares of runs of this model, not chances of events.",
    "Codes are one reading of public statements up to a day. A government may say something else tomorrow, and mean "
    "something else today.",
    "Many parameters are judged. Run noise, the ± and the ranges in brackets, says how much a number would scatter "
    "with other draws; it says nothing about doubt in the model or in these parameters.",
    "How much a US backstop eases fear at home (structure.guarantee) is judged; the rise of countries such as Finland "
    "rests on it.",
    "No combat, no reply of any adversary, no money and no effect of the force is modelled. What the force would "
    "deter is not a result.",
    "States are unitary but for the consent of a parliament. In the scenarios that come with the program two countries "
    "carry most of the expected force, more than in past operations.",
    "Scenarios are cases that somebody chose. Comparing them says what a difference in conditions would change, not "
    "how likely the conditions are.",
    "Words of estimative language, such as likely or almost certain, belong to judgements about the world. They are "
    "not used for counts of runs here, and should not be put on them.",
)


ON_PAPER = (
    "On paper this report leaves out what is folded away in the file: further figures, figures in words, every "
    "parameter, the codes and statements behind each country{}."
)
SHORT_HASH = 10


def report_page(material: Material) -> str:
    """Return a report as one HTML page; the same material gives the same bytes.

    Parameters
    ----------
    material
        With one run at least.
    """
    parts = _parts(material)
    contents = element(
        "nav",
        element("ol", *(element("li", element("a", title, href=f"#{mark}")) for mark, title, _ in parts)),
        aria_label="Contents",
        class_="contents",
    )
    sections = (_section(mark, title, content) for mark, title, content in parts)
    first = material.runs[0].summary
    eyebrow = element(
        "p",
        element("span", "forcemix report"),
        element("span", f"statements up to {day(first.as_of)}"),
        class_="eyebrow",
    )
    skip = Markup('<a class="skip" href="#findings">Skip to the findings</a>')
    heading = element("h1", shortened(material.heading))
    body = joined([skip, element("main", eyebrow, heading, contents, *sections, class_="page report")], "\n")
    scripts = SCRIPTS if material.explorer is not None else ()
    return page(f"{shortened(material.heading)} · forcemix", body.text, REPORT_STYLES, scripts)


def figures_in(report: str) -> int:
    """Return how many figures a report page holds."""
    return report.count("<figure>")


def _section(mark: str, title: str, content: Words) -> Markup:
    return element(
        "section", element("h2", title, id=f"{mark}-title"), content, id=mark, aria_labelledby=f"{mark}-title"
    )


def _parts(material: Material) -> list[tuple[str, str, Markup]]:
    runs = material.runs
    parts = [
        ("findings", "What the runs say", _findings(material)),
        ("numbers", "Key numbers", numbers_table(runs)),
        ("figures", "Figures", drawings(material)),
    ]
    if material.explorer is not None:
        parts.append(("try", "Try other conditions", _explorer(material)))
    return [
        *parts,
        ("countries", "Country by country", countries_table(runs)),
        ("assumptions", "Assumptions and their evidence", evidence(runs)),
        ("limits", "What the runs cannot say", listing(LIMITS)),
        ("repeat", "How to repeat it", _repeat(material)),
    ]


def _findings(material: Material) -> Markup:
    caveat = element(
        "p",
        element("strong", "Runs of a model, not a forecast."),
        " The range after a chance is its run noise (a 95 % interval), ± one standard error of it. Differences are "
        "told only where they exceed twice their standard error.",
        class_="notice",
    )
    explorer = ", and the explorer" if material.explorer is not None else ""
    paper = element("p", ON_PAPER.format(explorer), class_="on-paper")
    told = findings([run.summary for run in material.runs])
    told += sweep_findings([sweep.summary for sweep in material.sweeps])
    return joined([listing(told), caveat, paper])


def _explorer(material: Material) -> Markup:
    assert material.explorer is not None  # noqa: S101  # the caller looked
    title = shortened(material.runs[0].summary.title)
    intro = paragraph(f"Sliders move three inputs and the mission of “{title}”; all others stay.")
    paper = element("p", "Paper has no sliders: open the file itself in a browser.", class_="on-paper")
    return joined([intro, paper, Markup(explorer_part(material.explorer, "h3", "h4"))])


def _repeat(material: Material) -> Markup:
    rows = [*map(_run_row, material.runs), *map(_sweep_row, material.sweeps)]
    software = sorted({f"{name} {number}" for run in material.runs for name, number in run.record.software.items()})
    return joined(
        [
            paragraph(
                "The same command with the same version, code and data gives the same numbers to the last digit."
            ),
            table(
                f"Commands, versions and SHA-256 of code and data, first {SHORT_HASH} digits",
                ["Result", "Command", "Version", "Runs, seed", "SHA-256"],
                rows,
            ),
            paragraph("This report: ", element("code", material.command), f", forcemix {__version__}."),
            paragraph(f"Software behind the runs: {', '.join(software)}.") if software else Markup(""),
        ]
    )


def _run_row(run: KeptRun) -> list[Words]:
    record = run.record
    hashes = joined([_hash("code", record.sha256.code), Markup("<br>"), _hash("data", record.sha256.data)])
    command = element("code", record.command)
    return [record.scenario, command, record.version, f"{record.runs:,}, {record.seed}", hashes]


def _sweep_row(sweep: KeptSweep) -> list[Words]:
    manifest = sweep.manifest
    return [
        f"{sweep.summary.scenario}, {manifest.points:,} points",
        element("code", sweep.command),
        manifest.versions.get("forcemix", ""),
        f"{manifest.replicates:,} a point, {manifest.seed}",
        _hash("both", manifest.numbers_sha256),
    ]


def _hash(of: str, digits: str) -> Markup:
    return joined([f"{of} ", element("code", digits[:SHORT_HASH])])
