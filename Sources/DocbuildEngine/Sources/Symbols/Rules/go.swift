/// What defines a name in go, in ast-grep's rule language; conventions: `symbolRules`.
let goRules = #"""
  id: function
  language: go
  rule: {kind: function_declaration, has: {field: name, pattern: $NAME}}
  ---
  id: method
  language: go
  rule:
    kind: method_declaration
    all:
      - has: {field: name, pattern: $NAME}
      - has: {field: receiver, has: {kind: type_identifier, pattern: $SCOPE, stopBy: end}}
  ---
  id: declaration
  language: go
  rule: {kind: method_elem, has: {field: name, pattern: $NAME}}
  ---
  id: type
  language: go
  rule:
    all:
      - any: [{kind: type_spec}, {kind: type_alias}]
      - has: {field: name, pattern: $NAME}
      - any:
          - inside: {kind: type_declaration, not: {regex: '^type\s*\('}, pattern: $DEF}
          - regex: ''
  ---
  id: value
  language: go
  rule:
    kind: identifier
    pattern: $NAME
    not: {any: [{regex: ^_$}, {inside: {kind: block, stopBy: end}}]}
    inside:
      all:
        - any: [{kind: const_spec}, {kind: var_spec}]
        - any:
            - inside: {any: [{kind: const_declaration}, {kind: var_declaration}], not: {regex: '^\w+\s*\('}, pattern: $DEF}
            - pattern: $DEF
  """#
