"""What Jalon knows, pure: the engine, the script, the plan and its rules."""
