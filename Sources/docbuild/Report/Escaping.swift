/// How text from a template, a name or a tool is written into a report. All of it goes by Unicode scalars: Swift's
/// characters hide one behind another, as a `<` behind the accent that follows it.

/// A line of text for a terminal or a log: control characters, bidi controls and other invisible ones are written out
/// as escapes, so that neither a file's name nor its text can forge or hide a message.
///
/// GitHub's runner takes a line that begins with `::`, white space before it or not, and `##[` anywhere, for a command
/// (<https://github.com/actions/runner>, ActionCommand): these are broken up.
func escaped(_ text: String) -> String {
  var made = String.UnicodeScalarView()
  var hashes = 0
  var colons = 0
  var isStart = true
  for scalar in text.unicodeScalars {
    if scalar == ":", isStart {
      colons += 1
      if colons == 2 { made.insert("\\", at: made.index(before: made.endIndex)) }
    }
    isStart = isStart && (scalar == ":" && colons < 2 || colons == 0 && scalar.isBlank)
    if mustBeWritten(scalar) || scalar == "[" && hashes >= 2 {
      made.append(contentsOf: written(scalar).unicodeScalars)
    } else {
      made.append(scalar)
    }
    hashes = scalar == "#" ? hashes + 1 : 0
  }
  return String(made)
}

/// The same for text of several lines, each of which may be one in a log.
func escapedLines(_ text: String) -> String {
  text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
    escaped(String($0))
  }.joined(separator: "\n")
}

/// A message for a person, at most as long as can be read.
func readable(_ text: String) -> String { escaped(shortened(text)) }

/// What is longer than can be read, as a path of a megabyte, without its middle.
func shortened(_ text: String) -> String {
  let longest = 1_000
  let scalars = text.unicodeScalars
  guard text.utf8.count > longest, scalars.count > longest else { return text }
  return String(scalars.prefix(longest * 2 / 3)) + " … " + String(scalars.suffix(longest / 3))
}

/// One character of a line, shown; `hashes` is how many `#` stand right before it.
func shown(_ scalar: Unicode.Scalar, behind hashes: Int) -> String {
  if scalar == "\t" { return " " }
  return mustBeWritten(scalar) || scalar == "[" && hashes >= 2 ? written(scalar) : String(scalar)
}

/// A scalar that nobody would see, written as Swift writes it.
private func written(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}

/// Whether a scalar must not stand in a report as it is: it is invisible, or no character.
func mustBeWritten(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x7F { return scalar.value < 0x20 }
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: return true
  default: return scalar.properties.isNoncharacterCodePoint
  }
}

extension Unicode.Scalar {
  /// White space, at which a line may be trimmed.
  fileprivate var isBlank: Bool { properties.isWhitespace }
}

/// How many cells of a terminal a character fills: 0 for combining marks, 2 for wide ones (Unicode Standard Annex 11,
/// its blocks of wide characters).
func cells(of scalar: Unicode.Scalar) -> Int {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .enclosingMark: return 0
  default: break
  }
  if scalar.properties.isEmojiPresentation { return 2 }
  switch scalar.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}
