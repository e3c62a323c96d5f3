/// What defines a name in c, in ast-grep's rule language; conventions: `symbolRules`.
let cRules = #"""
  id: function
  language: c
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    kind: identifier
    pattern: $NAME
    inside:
      kind: function_declarator
      field: declarator
      inside: {kind: function_definition, pattern: $DEF, stopBy: {not: {matches: dtor}}}
  ---
  id: declaration
  language: c
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    kind: identifier
    pattern: $NAME
    not: {inside: {kind: compound_statement, stopBy: end}}
    inside:
      kind: function_declarator
      field: declarator
      inside: {kind: declaration, pattern: $DEF, stopBy: {not: {matches: dtor}}}
  ---
  id: type
  language: c
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    any:
      - all:
          - any: [{kind: struct_specifier}, {kind: union_specifier}, {kind: enum_specifier}]
          - has: {field: name, pattern: $NAME}
          - has: {any: [{kind: field_declaration_list}, {kind: enumerator_list}]}
          - any:
              - inside: {any: [{kind: type_definition}, {kind: declaration}], pattern: $DEF}
              - regex: ''
      - kind: type_identifier
        pattern: $NAME
        any:
          - inside: {kind: type_definition, field: declarator, pattern: $DEF}
          - inside: {matches: dtor, inside: {kind: type_definition, pattern: $DEF, stopBy: {not: {matches: dtor}}}}
  ---
  id: value
  language: c
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    kind: identifier
    pattern: $NAME
    not: {inside: {any: [{kind: compound_statement}, {kind: function_definition}], stopBy: end}}
    any:
      - inside: {kind: declaration, pattern: $DEF}
      - inside:
          field: declarator
          matches: dtor
          not: {kind: function_declarator}
          inside: {kind: declaration, pattern: $DEF, stopBy: {not: {matches: dtor}}}
  ---
  id: macro
  language: c
  rule:
    any: [{kind: preproc_def}, {kind: preproc_function_def}]
    has: {field: name, pattern: $NAME}
  ---
  id: field
  language: c
  rule: {kind: enumerator, has: {field: name, pattern: $NAME}}
  """#
