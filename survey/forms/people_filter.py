"""The filter of the list of people, as it stands in the address."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from survey.languages import gettext as _
from survey.services.people import PARTS, AccountState, Wanted


@dataclass(frozen=True)
class Filter:
    """Who is looked for, and by field what of the address cannot be; such a wish is left aside."""

    wanted: Wanted
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def sent(self) -> dict[str, str]:
        """What of the filter is in force, as addresses have it."""
        known = {name: getattr(self.wanted, name) for name in ("text", "part", "region", "state")}
        return {name: value for name, value in known.items() if value}


def read_filter(args: Mapping[str, str], regions: Collection[str]) -> Filter:
    """Read the filter from an address; ``regions`` are the keys that can be asked for."""
    offered: dict[str, Collection[str]] = {"part": PARTS, "region": regions, "state": list(AccountState)}
    known = {name: args[name] for name, values in offered.items() if args.get(name) in values}
    words = {
        "part": _("This part is not known. The list holds people of all parts."),
        "region": _("This region is not known. The list holds people of all regions."),
        "state": _("This state of an account is not known. The list holds all accounts."),
    }
    faults = {name: words[name] for name in offered if args.get(name) and name not in known}
    return Filter(Wanted(text=args.get("text", "").strip()[:254], **known), faults)
