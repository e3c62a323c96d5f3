# :snippet-start: s
# :replace-start: {"terms": {"a": "b"}}
a
# :replace-end:
# :snippet-end:
