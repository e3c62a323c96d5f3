/// What defines a name in lua, in ast-grep's rule language; conventions: `symbolRules`.
let luaRules = #"""
  id: function
  language: lua
  utils:
    wrap: {any: [{inside: {kind: variable_declaration, pattern: $DEF}}, {pattern: $DEF}]}
  rule:
    any:
      - {kind: function_declaration, has: {field: name, pattern: $NAME}}
      - kind: assignment_statement
        all:
          - has: {kind: variable_list, has: {field: name, pattern: $NAME}}
          - has: {kind: expression_list, has: {field: value, kind: function_definition}}
          - matches: wrap
  ---
  id: method
  language: lua
  rule:
    kind: field
    all:
      - has: {field: name, pattern: $NAME}
      - has: {field: value, kind: function_definition}
  ---
  id: value
  language: lua
  rule:
    pattern: $NAME
    all:
      - any: [{kind: identifier}, {kind: dot_index_expression}]
      - inside:
          kind: variable_list
          inside:
            kind: assignment_statement
            not: {has: {kind: expression_list, has: {field: value, kind: function_definition}}}
            any:
              - inside: {kind: variable_declaration, inside: {kind: chunk}, pattern: $DEF}
              - {inside: {kind: chunk}, pattern: $DEF}
  """#
