import DocbuildCore

/// A problem as a workflow command of GitHub Actions
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
func githubCommand(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.place
  var properties = place.name.isEmpty ? [] : ["file=\(property(place.name))"]
  if place.line > 0 {
    properties += [
      "line=\(place.line)", "col=\(place.column)", "endColumn=\(place.column + place.length)",
    ]
  }
  properties.append("title=\(property("docbuild \(diagnostic.id.rawValue)"))")
  var lines = [diagnostic.message]
  if let fixIt = diagnostic.fixIt { lines.append(cure(fixIt)) }
  for note in diagnostic.notes {
    lines.append((note.place.map { "\(location($0)): " } ?? "") + note.message)
  }
  let text = lines.map { encoded(readable($0), "%") }.joined(separator: "%0A")
  return
    "::\(diagnostic.severity == .error ? "error" : "warning") \(properties.joined(separator: ","))::\(text)"
}

/// A property's value: of a file's name each byte counts, so line ends are encoded as the runner decodes them.
private func property(_ text: String) -> String {
  var made = ""
  var hashes = 0
  for scalar in text.unicodeScalars {
    if scalar == "\n" || scalar == "\r" || scalar == "[" && hashes >= 2 {
      made += encoded(String(scalar), "\n\r[")
    } else if mustBeWritten(scalar) {
      made += escaped(String(scalar))
    } else {
      made += encoded(String(scalar), "%:,")
    }
    hashes = scalar == "#" ? hashes + 1 : 0
  }
  return made
}

private func encoded(_ text: String, _ special: String) -> String {
  var made = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if special.unicodeScalars.contains(scalar) {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      made.append(contentsOf: ("%" + (digits.utf8.count == 1 ? "0" : "") + digits).unicodeScalars)
    } else {
      made.append(scalar)
    }
  }
  return String(made)
}
