"""Reminders: asking the owners of KPIs for their values, at their rhythm, and noting what they say."""
