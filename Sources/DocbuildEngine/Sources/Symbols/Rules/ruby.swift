/// What defines a name in ruby, in ast-grep's rule language; conventions: `symbolRules`.
let rubyRules = #"""
  id: method
  language: ruby
  rule:
    any:
      - {kind: method, has: {field: name, pattern: $NAME}}
      - kind: singleton_method
        all:
          - has: {field: name, pattern: $NAME}
          - any: [{has: {field: object, kind: constant, pattern: $SCOPE}}, {regex: ''}]
  ---
  id: type
  language: ruby
  rule: {kind: class, has: {field: name, pattern: $NAME}}
  ---
  id: module
  language: ruby
  rule: {kind: module, has: {field: name, pattern: $NAME}}
  ---
  id: value
  language: ruby
  rule:
    any:
      - any: [{kind: assignment}, {kind: operator_assignment}]
        has: {field: left, any: [{kind: constant}, {kind: scope_resolution}], pattern: $NAME}
      - kind: constant
        pattern: $NAME
        inside: {kind: left_assignment_list, inside: {kind: assignment, pattern: $DEF}}
  """#
