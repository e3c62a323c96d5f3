/// What defines a name in python, in ast-grep's rule language; conventions: `symbolRules`.
let pythonRules = #"""
  id: function
  language: python
  rule:
    kind: function_definition
    has: {field: name, pattern: $NAME}
    any:
      - inside: {kind: decorated_definition, pattern: $DEF}
      - regex: ''
  ---
  id: type
  language: python
  rule:
    any:
      - kind: class_definition
        has: {field: name, pattern: $NAME}
        any:
          - inside: {kind: decorated_definition, pattern: $DEF}
          - regex: ''
      - {kind: type_alias_statement, has: {field: left, has: {kind: identifier, pattern: $NAME, stopBy: end}}}
  ---
  id: value
  language: python
  rule:
    kind: identifier
    pattern: $NAME
    not: {inside: {stopBy: end, any: [{kind: function_definition}, {kind: class_definition}]}}
    any:
      - inside: {kind: assignment, field: left, inside: {kind: expression_statement, pattern: $DEF}}
      - inside: {any: [{kind: pattern_list}, {kind: tuple_pattern}], inside: {kind: assignment, field: left, inside: {kind: expression_statement, pattern: $DEF}}}
  ---
  id: field
  language: python
  rule:
    kind: identifier
    pattern: $NAME
    any:
      - inside: {kind: assignment, field: left, inside: {kind: expression_statement, pattern: $DEF, inside: {kind: block, inside: {kind: class_definition}}}}
      - inside: {any: [{kind: pattern_list}, {kind: tuple_pattern}], inside: {kind: assignment, field: left, inside: {kind: expression_statement, pattern: $DEF, inside: {kind: block, inside: {kind: class_definition}}}}}
  """#
