"""What a build does when it is killed, when a call fails, when the disk is full, when someone else is building."""
