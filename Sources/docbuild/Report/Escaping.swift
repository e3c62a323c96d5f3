/// Text for a terminal or a log: control characters, bidi controls and other invisible ones are written out as
/// escapes, so that neither a file's name nor its text can forge or hide a message.
///
/// In a property of a workflow command CR and LF stay, to be encoded, and nothing is the start of a line.
/// GitHub's runner takes a line that begins with `::`, and `##[` anywhere, for a command: these are broken up.
func escaped(_ text: String, inProperty: Bool = false) -> String {
  var made = ""
  for scalar in text.unicodeScalars {
    if scalar == "[", made.hasSuffix("##") {
      made.removeLast()
      made += escape("#") + "["
    } else if !isInvisible(scalar) || inProperty && (scalar == "\n" || scalar == "\r") {
      made.unicodeScalars.append(scalar)
    } else {
      made += escape(scalar)
    }
  }
  return made.hasPrefix("::") && !inProperty ? "\\" + made : made
}

/// One character of a line, shown; `before` is what stands in front of it.
func shown(_ scalar: Unicode.Scalar, behind before: String) -> String {
  if scalar == "\t" { return " " }
  if scalar == "[", before.hasSuffix("##") { return escape(scalar) }
  return isInvisible(scalar) ? escape(scalar) : String(scalar)
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}

private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: true
  default: false
  }
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
