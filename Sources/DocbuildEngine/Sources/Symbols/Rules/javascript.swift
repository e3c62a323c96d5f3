/// What defines a name in javascript, in ast-grep's rule language; conventions: `symbolRules`.
let javascriptRules = #"""
  id: function
  language: javascript
  utils:
    wrap:
      any:
        - inside: {kind: export_statement, pattern: $DEF}
        - pattern: $DEF
  rule:
    any:
      - all:
          - any: [{kind: function_declaration}, {kind: generator_function_declaration}]
          - has: {field: name, pattern: $NAME}
          - matches: wrap
      - kind: variable_declarator
        all:
          - has: {field: name, kind: identifier, pattern: $NAME}
          - has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}
          - inside: {any: [{kind: lexical_declaration}, {kind: variable_declaration}], matches: wrap}
  ---
  id: type
  language: javascript
  utils:
    wrap:
      any:
        - inside: {kind: export_statement, pattern: $DEF}
        - pattern: $DEF
  rule:
    any:
      - all:
          - any: [{kind: class_declaration}]
          - has: {field: name, pattern: $NAME}
          - matches: wrap
      - kind: variable_declarator
        all:
          - has: {field: name, kind: identifier, pattern: $NAME}
          - has: {field: value, kind: class}
          - inside: {any: [{kind: lexical_declaration}, {kind: variable_declaration}], matches: wrap}
  ---
  id: value
  language: javascript
  utils:
    wrap:
      any:
        - inside: {kind: export_statement, pattern: $DEF}
        - pattern: $DEF
  rule:
    kind: variable_declarator
    all:
      - has: {field: name, kind: identifier, pattern: $NAME}
      - not: {has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}, {kind: class}]}}
      - not: {inside: {stopBy: end, any: [{kind: function_declaration}, {kind: generator_function_declaration}, {kind: method_definition}, {kind: class_static_block}, {kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}}
      - inside: {any: [{kind: lexical_declaration}, {kind: variable_declaration}], matches: wrap}
  ---
  id: method
  language: javascript
  rule:
    any:
      - kind: method_definition
        all:
          - has: {field: name, pattern: $NAME}
          - any: [{follows: {kind: decorator, not: {follows: {kind: decorator}}, stopBy: {not: {kind: decorator}}, pattern: $START}}, {regex: ''}]
      - kind: field_definition
        all:
          - has: {field: property, pattern: $NAME}
          - has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}
      - kind: pair
        all:
          - has: {field: key, pattern: $NAME}
          - has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}
  ---
  id: field
  language: javascript
  rule:
    kind: field_definition
    all:
      - has: {field: property, pattern: $NAME}
      - not: {has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}}
  ---
  id: assigned
  language: javascript
  rule:
    kind: assignment_expression
    all:
      - has:
          field: left
          kind: member_expression
          all:
            - has: {field: property, pattern: $NAME}
            - any:
                - has: {field: object, kind: member_expression, regex: '\.prototype$', has: {field: object, pattern: $SCOPE}}
                - has: {field: object, pattern: $SCOPE}
      - has: {field: right, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}, {kind: class}, {kind: object}]}
      - inside: {kind: expression_statement, inside: {kind: program}, pattern: $DEF}
  """#
