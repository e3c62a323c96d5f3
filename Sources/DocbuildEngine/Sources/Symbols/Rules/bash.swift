/// What defines a name in bash, in ast-grep's rule language; conventions: `symbolRules`.
let bashRules = #"""
  id: function
  language: bash
  rule: {kind: function_definition, has: {field: name, pattern: $NAME}}
  ---
  id: value
  language: bash
  rule:
    kind: variable_assignment
    has: {field: name, kind: variable_name, pattern: $NAME}
    any:
      - inside: {kind: program}
      - inside: {kind: declaration_command, inside: {kind: program}, pattern: $DEF}
      - inside: {kind: variable_assignments, inside: {kind: program}, pattern: $DEF}
  """#
