"""A server (服务器): connect to one, test it, move a centre onto it."""
