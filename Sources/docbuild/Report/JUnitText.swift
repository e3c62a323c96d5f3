import DocbuildCore

/// Problems as JUnit's XML: a suite for each document, a case for each problem, or one that passed.
func junitText(_ documents: [DocumentProblems]) -> String {
  let suites = documents.filter { !$0.name.isEmpty || !$0.diagnostics.isEmpty }
  let failures = suites.reduce(0) { $0 + errors($1) }
  let tests = suites.reduce(0) { $0 + max(1, $1.diagnostics.count) }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<testsuites name=\"docbuild\" tests=\"\(tests)\" failures=\"\(failures)\">\n"
    + suites.map(suite).joined() + "</testsuites>\n"
}

private func errors(_ document: DocumentProblems) -> Int {
  document.diagnostics.count { $0.severity == .error }
}

private func suite(_ document: DocumentProblems) -> String {
  let name = xml(document.name.isEmpty ? "project" : document.name)
  let count = max(1, document.diagnostics.count)
  var text =
    "  <testsuite name=\"\(name)\" tests=\"\(count)\" failures=\"\(errors(document))\" errors=\"0\" skipped=\"0\">\n"
  if document.diagnostics.isEmpty {
    text += "    <testcase classname=\"\(name)\" name=\"sound\"/>\n"
  }
  for problem in document.diagnostics {
    let place = xml(location(problem.place))
    text += "    <testcase classname=\"\(name)\" name=\"\(problem.id.rawValue) at \(place)\">"
    let message = xml(problem.message)
    var body = "\(place): \(message)"
    if let fixIt = problem.fixIt { body += "\n\(xml(cure(fixIt)))" }
    for note in problem.notes {
      body += "\n" + xml((note.place.map { location($0) + ": " } ?? "") + note.message)
    }
    if problem.severity == .error {
      text += "<failure type=\"\(problem.id.rawValue)\" message=\"\(message)\">\(body)</failure>"
    } else {
      text += "<system-out>\(body)</system-out>"
    }
    text += "</testcase>\n"
  }
  return text + "  </testsuite>\n"
}

/// For XML's text and attributes; what XML 1.0 can't hold is escaped before.
private func xml(_ text: String) -> String {
  var made = ""
  for character in escaped(text) {
    switch character {
    case "&": made += "&amp;"
    case "<": made += "&lt;"
    case ">": made += "&gt;"
    case "\"": made += "&quot;"
    default: made.append(character)
    }
  }
  return made
}
