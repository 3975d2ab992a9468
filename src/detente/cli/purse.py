"""What a verb does about the cost of a language model: tell it, ask, and tell what it was."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.console import plain

if TYPE_CHECKING:
    from detente.coding.remote.budget import Plan
    from detente.coding.remote.settings import ModelSettings
    from detente.study import Purse

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Ask the language model without a question about its cost.")]
Model = Annotated[str | None, typer.Option(help="Code events with this language model of the server at --url.")]
Url = Annotated[str | None, typer.Option(help="The base address of an OpenAI-compatible server, such as http://localhost:8080/v1.")]
KeyVariable = Annotated[str | None, typer.Option(help="The environment variable that holds the server's key.")]
PriceIn = Annotated[float | None, typer.Option(help="Price of a million tokens that the model reads.")]
PriceOut = Annotated[float | None, typer.Option(help="Price of a million tokens that the model writes.")]
MostTokens = Annotated[int | None, typer.Option(help="Ask no more once so many tokens were used.")]
MostCost = Annotated[float | None, typer.Option(help="Ask no more once so much was spent.")]
AnswersFolder = Annotated[Path, typer.Option("--answers", help="The folder that keeps the model's answers; kept ones are not asked again.")]


def settings_of(**given: Any) -> ModelSettings | None:  # noqa: ANN401 - the options as they are
    """The settings that the options of a verb give, None where they name no model; `CodingFault` 519 for one that cannot be."""
    if all(value is None for value in given.values()):
        return None
    from detente.coding.remote import faults
    from detente.coding.remote.settings import WrongSetting, read_settings

    try:
        return read_settings(given)
    except WrongSetting as wrong:
        raise faults.fault(faults.SETTING, f"{wrong.name} must be {wrong.wanted}") from None


def purse(*, yes: bool) -> Purse:
    """A purse that tells the estimate on stderr and opens on --yes, or where a person at the terminal says so."""
    from detente.study import Purse

    def agrees(plan: Plan) -> bool:
        """Whether the plan may be carried out."""
        print(plain(plan.line()), file=sys.stderr)
        return yes or (sys.stdin.isatty() and typer.confirm("Ask it?", err=True))

    return Purse(agrees=agrees, told=lambda line: print(plain(line), file=sys.stderr))
