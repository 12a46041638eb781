"""People in distress: who is, and which help lines fit."""
