"""What each command does. It imports what it needs in its body: `habeas --help` answers at once."""
