"""The plan (総合計画): read from its text, kept verbatim."""
