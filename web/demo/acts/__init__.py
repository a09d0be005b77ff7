"""What people do in the story, each act played through the service that its page would call."""
