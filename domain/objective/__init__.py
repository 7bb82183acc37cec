"""Objectives in free French: what a sentence aims at, and a sentence written back from what was confirmed."""
