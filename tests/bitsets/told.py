"""What sets tell, by codes, so that two of them can be compared whatever the places of their commitments."""

from tracker.bitsets import Sets


def told(sets: Sets) -> dict[str, dict]:
    """Return for each dimension and value the codes under it, and all codes under an empty one."""
    found = {
        name: {value: sets.codes(chosen) for value, chosen in values.items() if chosen}
        for name, values in sets.by.items()
        if any(values.values())
    }
    return {**found, "": {None: sets.codes(sets.every)}}
