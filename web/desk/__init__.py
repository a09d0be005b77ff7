"""The officers' desk: what waits for whom, each thing with its age and one way to go on."""
