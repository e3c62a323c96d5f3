/// What defines a name in cpp, in ast-grep's rule language; conventions: `symbolRules`.
let cppRules = #"""
  id: function
  language: cpp
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: reference_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    any:
      - all:
          - any: [{kind: identifier}, {kind: field_identifier}, {kind: qualified_identifier}, {kind: destructor_name}, {kind: operator_name}, {kind: template_function}]
          - pattern: $NAME
          - inside:
              kind: function_declarator
              field: declarator
              inside:
                kind: function_definition
                stopBy: {not: {matches: dtor}}
                any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]
      - kind: operator_cast
        pattern: $NAME
        inside:
          kind: function_definition
          any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]
  ---
  id: declaration
  language: cpp
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: reference_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    all:
      - any: [{kind: identifier}, {kind: field_identifier}, {kind: destructor_name}, {kind: operator_name}]
      - pattern: $NAME
      - not: {inside: {kind: compound_statement, stopBy: end}}
      - inside:
          kind: function_declarator
          field: declarator
          inside:
            stopBy: {not: {matches: dtor}}
            all:
              - any: [{kind: declaration}, {kind: field_declaration}]
              - any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]
  ---
  id: type
  language: cpp
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: reference_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    any:
      - all:
          - any: [{kind: class_specifier}, {kind: struct_specifier}, {kind: union_specifier}, {kind: enum_specifier}]
          - has: {field: name, pattern: $NAME}
          - has: {any: [{kind: field_declaration_list}, {kind: enumerator_list}]}
          - any:
              - inside: {any: [{kind: template_declaration}, {kind: type_definition}, {kind: declaration}, {kind: field_declaration}], pattern: $DEF}
              - regex: ''
      - any: [{kind: alias_declaration}, {kind: concept_definition}]
        has: {field: name, pattern: $NAME}
        all: [any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]]
      - kind: type_identifier
        pattern: $NAME
        any:
          - inside: {kind: type_definition, field: declarator, pattern: $DEF}
          - inside: {matches: dtor, inside: {kind: type_definition, pattern: $DEF, stopBy: {not: {matches: dtor}}}}
  ---
  id: module
  language: cpp
  rule: {kind: namespace_definition, has: {field: name, pattern: $NAME}}
  ---
  id: value
  language: cpp
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: reference_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    pattern: $NAME
    not: {inside: {any: [{kind: compound_statement}, {kind: function_definition}], stopBy: end}}
    all:
      - any: [{kind: identifier}, {kind: qualified_identifier}]
      - any:
          - inside:
              kind: declaration
              field: declarator
              any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]
          - inside:
              field: declarator
              matches: dtor
              not: {kind: function_declarator}
              inside:
                kind: declaration
                stopBy: {not: {matches: dtor}}
                any: [{inside: {kind: template_declaration, pattern: $DEF}}, {pattern: $DEF}]
          - inside:
              kind: reference_declarator
              inside: {kind: declaration, pattern: $DEF, stopBy: {not: {matches: dtor}}}
  ---
  id: field
  language: cpp
  utils: {dtor: {any: [{kind: function_declarator}, {kind: pointer_declarator}, {kind: reference_declarator}, {kind: array_declarator}, {kind: init_declarator}, {kind: parenthesized_declarator}, {kind: attributed_declarator}]}}
  rule:
    kind: field_identifier
    pattern: $NAME
    inside:
      kind: field_declaration
      stopBy: {not: {matches: dtor}}
      has: {kind: storage_class_specifier, regex: ^static$}
      pattern: $DEF
    not: {inside: {kind: function_declarator}}
  ---
  id: macro
  language: cpp
  rule:
    any: [{kind: preproc_def}, {kind: preproc_function_def}]
    has: {field: name, pattern: $NAME}
  ---
  id: field
  language: cpp
  rule: {kind: enumerator, has: {field: name, pattern: $NAME}}
  """#
