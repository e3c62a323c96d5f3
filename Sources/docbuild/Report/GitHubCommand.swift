import DocbuildCore

/// A problem as a workflow command of GitHub Actions
/// (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
func githubCommand(_ diagnostic: Diagnostic) -> String {
  let place = diagnostic.place
  var properties = ["file=\(property(place.name))"]
  if place.line > 0 {
    properties += [
      "line=\(place.line)", "col=\(place.column)", "endColumn=\(place.column + place.length)",
    ]
  }
  properties.append("title=\(property("docbuild \(diagnostic.id.rawValue)"))")
  var message = diagnostic.message
  if let fixIt = diagnostic.fixIt { message += "\n\(cure(fixIt))" }
  for note in diagnostic.notes {
    message += "\n" + (note.place.map { "\(location($0)): " } ?? "") + note.message
  }
  return
    "::\(diagnostic.severity == .error ? "error" : "warning") \(properties.joined(separator: ","))::\(data(message))"
}

/// Only CR, LF and `%` mean something in a command's text; other invisible characters are written out.
private func data(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map {
    percentEncoded(escaped(String($0)), "%\r\n")
  }
  .joined(separator: "%0A")
}

private func property(_ text: String) -> String {
  percentEncoded(escaped(text, inProperty: true), "%\r\n:,")
}

private func percentEncoded(_ text: String, _ special: String) -> String {
  var made = ""
  for scalar in text.unicodeScalars {
    if special.unicodeScalars.contains(scalar) || scalar.value < 0x20 {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      made += "%" + (digits.count == 1 ? "0" : "") + digits
    } else {
      made.unicodeScalars.append(scalar)
    }
  }
  return made
}
