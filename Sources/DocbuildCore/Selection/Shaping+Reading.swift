extension OptionRule {
  static let encoding = OptionRule(
    "encoding", forms: ["encoding=latin1", "encoding=windows-1252", "encoding=utf-16"],
    "how the file is written, where that is not UTF-8"
  ) { option, recipe throws(OptionTrouble) in
    let names = TextEncoding.allCases.map(\.rawValue)
    let text = try option.text("one of \(names.joined(separator: ", "))").text
    if ["utf-8", "utf8"].contains(text.lowercased()) { return }
    guard let encoding = TextEncoding(named: text) else {
      throw OptionTrouble(
        message: "'encoding' takes one of \(names.joined(separator: ", ")), found '\(text)'",
        fixIt: nearest(to: text, among: names, count: 1).first.map { "encoding=\($0)" })
    }
    recipe.encoding = encoding
  }

  static let with = OptionRule(
    "with", forms: ["with=\"name=value; other=value\""],
    "with `weave`: what values in the part are, before what is said elsewhere"
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("names and values, as in with=\"name=value\"")
    for pair in text.split(separator: UInt8(ascii: ";")) {
      let pair = pair.trimmed()
      guard let equals = pair.firstIndex(of: UInt8(ascii: "=")),
        case let name = pair[..<equals].trimmed().text, !name.isEmpty,
        recipe.with[name] == nil
      else {
        throw OptionTrouble(
          message: "'with' takes names and values, as in with=\"name=value; other=value\"")
      }
      let value = Bytes(pair[(equals + 1)...].trimmed())
      if let fault = ValueText.fault(of: value) {
        throw OptionTrouble(message: "'\(name)' can't stand in a sentence: \(fault)")
      }
      recipe.with[name] = value
    }
  }
}
