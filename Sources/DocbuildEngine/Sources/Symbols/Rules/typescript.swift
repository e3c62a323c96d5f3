/// What defines a name in TypeScript, in ast-grep's rule language; conventions: `symbolRules`.
let typescriptRules = typedScriptRules("typescript")

/// What defines a name in TypeScript with JSX, which is another language to ast-grep.
let tsxRules = typedScriptRules("tsx")

private func typedScriptRules(_ language: String) -> String {
  let utils = wrapUtility(
    "{inside: {kind: export_statement, pattern: $DEF}}",
    "{inside: {kind: ambient_declaration, inside: {kind: export_statement, pattern: $DEF}}}",
    "{inside: {kind: ambient_declaration, pattern: $DEF}}")
  let types = ["class", "abstract_class", "interface", "type_alias", "enum"]
    .map { "{kind: \($0)_declaration}" }.joined(separator: ", ")
  return scriptRules(
    language, utils: utils, types: types, field: ("public_field_definition", "name"))
    + typedOnlyRules(language, utils: utils)
}

/// What only the typed languages have: signatures, modules, values of enumerations.
private func typedOnlyRules(_ language: String, utils: String) -> String {
  #"""

  ---
  id: declaration
  language: \#(language)
  utils: \#(utils)
  rule:
    any:
      - {any: [{kind: method_signature}, {kind: abstract_method_signature}], has: {field: name, pattern: $NAME}}
      - {kind: function_signature, has: {field: name, pattern: $NAME}, matches: wrap}
  ---
  id: module
  language: \#(language)
  utils: \#(utils)
  rule:
    all:
      - has: {field: name, pattern: $NAME}
      - any:
          - {kind: internal_module, inside: {kind: expression_statement}}
          - {kind: internal_module, not: {inside: {kind: expression_statement}}, matches: wrap}
          - {kind: module, matches: wrap}
  ---
  id: field
  language: \#(language)
  rule: {kind: enum_assignment, has: {field: name, pattern: $NAME}}
  """#
}
