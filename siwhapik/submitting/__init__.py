"""Published survey periods handed to another SKM system, where that is switched on (docs/skm.md)."""
