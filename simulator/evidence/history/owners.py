"""Who owns a past force, and of what scale its like are: read from the table of operations, never fitted."""

from simulator.evidence.history.past import Operation

ALLIANCE_POOLS = ("nato", "nato+partners")
AMERICAN_LED = ("lead", "participant", "enabler")


def owner_of(operation: Operation) -> str:
    """Return who owns the force, one of :data:`simulator.rule.gates.OWNERS`.

    The alliance where it gave the mandate or filled the pool; the Union where it gave the mandate or filled the pool of
    a force with a mandate; a coalition of the willing without a mandate, or where the United States leads, takes part
    or carries a coalition from behind; else the United Nations.

    Parameters
    ----------
    operation
        Of which mandate, candidate pool and American role are read.
    """
    if operation.mandate == "adhoc":
        return "adhoc"
    if operation.mandate == "nato" or operation.candidate_pool in ALLIANCE_POOLS:
        return "alliance"
    if operation.mandate == "eu" or operation.candidate_pool == "eu":
        return "eu"
    return "adhoc" if operation.us_role in AMERICAN_LED else "un"


def scale_of(operation: Operation) -> str:
    """Return the class of operations among which a missing requirement is drawn.

    A battlegroup is a deterrence force of the alliance that only members were asked for; observers are a force of the
    United Nations under chapter six or for monitoring.
    """
    owner = owner_of(operation)
    if owner == "alliance" and operation.candidate_pool == "nato" and operation.mission_type == "deterrence":
        return "battlegroup"
    if owner == "un" and (operation.mandate == "un_ch6" or operation.mission_type == "monitoring"):
        return "observers"
    return owner
