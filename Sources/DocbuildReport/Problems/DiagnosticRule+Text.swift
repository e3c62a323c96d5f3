package import DocbuildCore

extension DiagnosticRule {
  /// How much it counts, in a word.
  package var levelName: String { level == .off ? "off by default" : level.rawValue }

  /// All that there is to know, for a terminal of 80 columns.
  package var text: String {
    var text = "\(id.rawValue) (\(levelName))\n\n" + wrapped(summary, indent: 2)
    text += "\n" + wrapped(cause, indent: 2)
    text += "\n" + wrapped(cure, indent: 2)
    guard let example else { return text }
    text += "\nFor example:\n"
    for file in example.files {
      text += "\n  \(file.name)\n"
      text += file.lines.map { $0.isEmpty ? "    |\n" : "    | \($0)\n" }.joined()
    }
    text += "\n"
    text += example.commands.map { "  $ \($0)\n" }.joined()
    return text + "  \(example.reports)\n"
  }

  /// Its section of the manual, behind the heading.
  package var markdown: String { section(before: "") }

  /// - Parameter mark: what stands before each file that is not Markdown.
  private func section(before mark: String) -> String {
    var text =
      "\(summary.withCodeSpans) (\(levelName))\n\n\(cause.withCodeSpans)\n\n\(cure.withCodeSpans)\n"
    guard let example else { return text }
    for file in example.files {
      text += "\n`\(file.name)`:\n\n" + (file.language == "markdown" ? "" : mark)
      text += fenced(file.lines, file.language)
    }
    return text + "\n"
      + fenced(example.commands.map { "$ \($0)" } + [example.reports], "text")
  }

  /// `docbuild test` leaves alone what is wrong on purpose.
  private static let skip = "<!-- test(skip=\"its fault is meant\") -->\n"

  /// The page of the manual with all rules.
  package static let manual =
    """
    # Diagnostics

    Each problem that docbuild reports has an id, which stands in brackets at the end of its first line. An id never
    changes, and neither does what it stands for. `docbuild explain ID` prints what stands here, `docbuild explain` lists
    all; `checks` in [docbuild.toml](configuration.md) sets how much some of them count.

    This page is made by `docbuild explain --markdown`, and each example is run by a test: it has that problem and no
    other. `[..]` stands for any text.


    """
    + groups.map { group in
      "## \(group.title)\n\n"
        + group.rules.map { "### \($0.id.rawValue)\n\n\($0.section(before: skip))" }
        .joined(separator: "\n")
    }.joined(separator: "\n")
}

extension DiagnosticRule.File {
  fileprivate var lines: [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}

extension DiagnosticRule.File {
  /// The info string of a block that shows it; none where 'check' would take what it shows for the page's own.
  fileprivate var language: String {
    if Bytes(text.utf8).starts(with: Bytes("<<<<<<<".utf8)) { return "" }
    return switch name.utf8.split(separator: UInt8(ascii: ".")).last.map(String.init) {
    case "go": "go"
    case "py": "python"
    case "toml": "toml"
    case "html": "html"
    case "md", "src": "markdown"
    default: "text"
    }
  }
}

extension String {
  /// With what stands between single quotes between backticks.
  fileprivate var withCodeSpans: String {
    let quote = UInt8(ascii: "'")
    func isLetter(_ byte: UInt8?) -> Bool { byte.map { $0.isLetter || $0.isDigit } ?? false }
    var bytes = Bytes(utf8)
    var open: Int?
    for at in bytes.indices where bytes[at] == quote {
      let before = at > 0 ? bytes[at - 1] : nil
      let after = at + 1 < bytes.count ? bytes[at + 1] : nil
      if let start = open {
        guard !isLetter(after) else { continue }
        (bytes[start], bytes[at]) = (UInt8(ascii: "`"), UInt8(ascii: "`"))
        open = nil
      } else if !isLetter(before) {
        open = at
      }
    }
    return bytes.text
  }
}

/// A fenced block, whose fence is longer than any in it.
private func fenced(_ lines: [String], _ info: String) -> String {
  let longest = lines.map { $0.utf8.prefix { $0 == UInt8(ascii: "`") }.count }.max() ?? 0
  let fence = String(repeating: "`", count: max(3, longest + 1))
  return ([fence + info] + lines + [fence]).map { $0 + "\n" }.joined()
}

/// `text` in lines of at most 78 columns.
package func wrapped(_ text: String, indent: Int) -> String {
  let margin = String(repeating: " ", count: indent)
  var lines = ""
  var line = margin
  for word in text.split(separator: " ") {
    if line.count > indent, line.count + word.count + 1 > 78 {
      lines += line + "\n"
      line = margin
    }
    line += (line.count > indent ? " " : "") + word
  }
  return lines + line + "\n"
}
