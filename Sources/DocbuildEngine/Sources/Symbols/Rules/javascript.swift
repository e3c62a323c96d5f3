/// What defines a name in JavaScript, in ast-grep's rule language; conventions: `symbolRules`.
let javascriptRules = scriptRules(
  "javascript", utils: wrapUtility("{inside: {kind: export_statement, pattern: $DEF}}"),
  types: "{kind: class_declaration}", field: ("field_definition", "property"))

/// The utility rule `wrap`: a declaration with what may stand around it, or alone.
func wrapUtility(_ around: String...) -> String {
  "{wrap: {any: [\((around + ["{pattern: $DEF}"]).joined(separator: ", "))]}}"
}

/// What JavaScript and the languages above it have in common.
///
/// - Parameters:
///   - language: ast-grep's name of it.
///   - utils: the utility rule `wrap`.
///   - types: the kinds of nodes that declare a type.
///   - field: the kind of node that is a class's field, and the field of the node that has its name.
func scriptRules(
  _ language: String, utils: String, types: String, field: (kind: String, name: String)
) -> String {
  topRules(language, utils: utils, types: types) + memberRules(language, field: field)
}

/// Functions, types and values.
private func topRules(_ language: String, utils: String, types: String) -> String {
  #"""
  id: function
  language: \#(language)
  utils: \#(utils)
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
  language: \#(language)
  utils: \#(utils)
  rule:
    any:
      - all:
          - any: [\#(types)]
          - has: {field: name, pattern: $NAME}
          - matches: wrap
      - kind: variable_declarator
        all:
          - has: {field: name, kind: identifier, pattern: $NAME}
          - has: {field: value, kind: class}
          - inside: {any: [{kind: lexical_declaration}, {kind: variable_declaration}], matches: wrap}
  ---
  id: value
  language: \#(language)
  utils: \#(utils)
  rule:
    kind: variable_declarator
    all:
      - has: {field: name, kind: identifier, pattern: $NAME}
      - not: {has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}, {kind: class}]}}
      - not: {inside: {stopBy: end, any: [{kind: function_declaration}, {kind: generator_function_declaration}, {kind: method_definition}, {kind: class_static_block}, {kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}}
      - inside: {any: [{kind: lexical_declaration}, {kind: variable_declaration}], matches: wrap}
  """#
}

/// What stands in a type, or is assigned to it.
private func memberRules(_ language: String, field: (kind: String, name: String)) -> String {
  #"""

  ---
  id: method
  language: \#(language)
  rule:
    any:
      - kind: method_definition
        all:
          - has: {field: name, pattern: $NAME}
          - any: [{follows: {kind: decorator, not: {follows: {kind: decorator}}, stopBy: {not: {kind: decorator}}, pattern: $START}}, {regex: ''}]
      - kind: \#(field.kind)
        all:
          - has: {field: \#(field.name), pattern: $NAME}
          - has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}
      - kind: pair
        all:
          - has: {field: key, pattern: $NAME}
          - has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}
  ---
  id: field
  language: \#(language)
  rule:
    kind: \#(field.kind)
    all:
      - has: {field: \#(field.name), pattern: $NAME}
      - not: {has: {field: value, any: [{kind: arrow_function}, {kind: function_expression}, {kind: generator_function}]}}
  ---
  id: assigned
  language: \#(language)
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
}
