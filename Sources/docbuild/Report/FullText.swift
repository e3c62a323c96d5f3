import DocbuildCore

/// Terminal colours, or none.
struct Paint {
  let isOn: Bool
  func bold(_ text: String) -> String { paint(text, "1") }
  func red(_ text: String) -> String { paint(text, "1;31") }
  func yellow(_ text: String) -> String { paint(text, "1;35") }
  func green(_ text: String) -> String { paint(text, "1;32") }
  func dim(_ text: String) -> String { paint(text, "2") }
  private func paint(_ text: String, _ code: String) -> String {
    isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// A problem as a compiler writes it: the place, what is wrong, the line with a mark under it, then notes and the cure.
func fullText(_ diagnostic: Diagnostic, _ paint: Paint) -> String {
  let severity =
    diagnostic.severity == .error
    ? paint.red("error:") : paint.yellow("\(diagnostic.severity.rawValue):")
  var text =
    "\(paint.bold(location(diagnostic.place) + ":")) \(severity) \(paint.bold(readable(diagnostic.message))) "
    + paint.dim("[\(diagnostic.id.rawValue)]") + "\n"
  text += excerpt(of: diagnostic.place, paint)
  if let fixIt = diagnostic.fixIt {
    text += "\(location(diagnostic.place)): \(paint.dim("note:")) \(readable(cure(fixIt)))\n"
  }
  for note in diagnostic.notes {
    let place = note.place ?? diagnostic.place
    text += "\(location(place)): \(paint.dim("note:")) \(readable(note.message))\n"
  }
  return text
}

/// The line and a mark under the place; a long line is cut to what fits a terminal of 80 columns.
private func excerpt(of place: Place, _ paint: Paint) -> String {
  guard place.line > 0 else { return "" }
  let number = String(place.line)
  let room = max(40, 74 - number.utf8.count)
  // Characters with the byte of the line that they begin at.
  var characters: [(text: String, width: Int, byte: Int)] = []
  var byte = place.cut
  var hashes = 0
  for scalar in place.excerpt.text.unicodeScalars {
    let text = shown(scalar, behind: hashes)
    hashes = scalar == "#" ? hashes + 1 : 0
    characters.append((text, text.unicodeScalars.reduce(0) { $0 + cells(of: $1) }, byte))
    byte += scalar.utf8.count
  }
  let start = characters.firstIndex { $0.byte >= place.column - 1 } ?? characters.count
  let end = characters.firstIndex { $0.byte >= place.column - 1 + place.length } ?? characters.count
  func width(_ range: Range<Int>) -> Int { characters[range].reduce(0) { $0 + $1.width } }
  var first = 0
  if width(0..<characters.count) > room, width(0..<min(end, characters.count)) > room {
    while first < start, width(first..<start) > 20 { first += 1 }
  }
  var last = first
  var used = 0
  while last < characters.count, used + characters[last].width <= room {
    used += characters[last].width
    last += 1
  }
  let cutsFront = first > 0 || place.cut > 0
  let cutsBack = last < characters.count
  let line = characters[first..<last].map(\.text).joined()
  let gutter = String(repeating: " ", count: number.utf8.count + 1)
  var text = " \(paint.dim("\(number) |")) \(cutsFront ? "…" : "")\(line)\(cutsBack ? "…" : "")\n"
  let marks = max(1, width(min(start, last)..<max(min(start, last), min(end, last))))
  let margin = width(first..<min(start, last)) + (cutsFront ? 1 : 0)
  text += "\(gutter)\(paint.dim(" |")) \(String(repeating: " ", count: margin))"
  text += paint.green("^" + String(repeating: "~", count: marks - 1)) + "\n"
  return text
}
