"""The questionnaire as data: one file per chapter."""
