extension OptionRule {
  static let context = OptionRule(
    "context", forms: ["context=\"# \""],
    "keeps all that was not chosen, each line behind that text, as mdBook and rustdoc hide lines by `# `",
    examples: [
      .init(
        "lines=2 context=\"# \"", "fn main() {\n    run();\n\n}\n",
        "# fn main() {\n    run();\n#\n# }\n"),
      .init("region=a context=\"# \"", "x\n// #region a\ny\n// #endregion\n", "# x\ny\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("what hides a line, as in context=\"# \"")
    guard !text.contains(.lineFeed), text.firstFault(in: 0..<text.count) == nil else {
      throw OptionTrouble(message: "'context' takes what stands before a line")
    }
    recipe.context = text
  }

  static let comments = OptionRule(
    "comments", forms: ["comments=none", "comments=doc"],
    "leaves out the comments of the code, all or but those that document definitions",
    examples: [
      .init("comments=none", "a\n# b\nc # d\n", nil)
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("'none' or 'doc'").text
    switch text {
    case "none": recipe.comments = .none
    case "doc": recipe.comments = .documentation
    default:
      throw OptionTrouble(
        message: "'comments' takes 'none' or 'doc', found '\(text)'",
        fixIt: ["no", "false", "off", "strip", "remove"].contains(text) ? "comments=none" : nil)
    }
  }
}
