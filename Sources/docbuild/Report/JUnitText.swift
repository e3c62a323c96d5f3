import DocbuildCore
import DocbuildEngine

/// Problems as JUnit's XML: a suite for each document, with a case for each problem, for each test that passed or was
/// skipped, or for the document as a whole.
func junitText(_ documents: [DocumentProblems], omitted: Int) -> String {
  let suites = documents.filter { !$0.name.isEmpty || !$0.diagnostics.isEmpty }
  let failures = suites.reduce(0) { $0 + errors($1) }
  let tests = suites.reduce(0) { $0 + count($1) }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    + "<testsuites name=\"docbuild\" tests=\"\(tests)\" failures=\"\(failures)\">\n"
    + suites.map(suite).joined()
    + (omitted > 0 ? "  <!-- \(notShown(omitted)) -->\n" : "") + "</testsuites>\n"
}

private func errors(_ document: DocumentProblems) -> Int {
  document.diagnostics.count { $0.severity == .error }
}

/// The cases of a suite: a test that failed is told by its problems.
private func count(_ document: DocumentProblems) -> Int {
  max(1, document.diagnostics.count + document.cases.count { $0.outcome.isTold })
}

extension TestCase.Outcome {
  /// Whether it is a case of its own, and not told by a problem.
  fileprivate var isTold: Bool { self != .failed }

  /// Why it was not run; nil when it was.
  fileprivate var reasonToSkip: String? {
    switch self {
    case .skipped(let reason): reason
    case .notRun: "it could not be run"
    case .passed, .kept, .failed: nil
    }
  }
}

private func suite(_ document: DocumentProblems) -> String {
  let name = xml(document.name.isEmpty ? "project" : document.name)
  let count = count(document)
  let skipped = document.cases.count { $0.outcome.reasonToSkip != nil }
  var text =
    "  <testsuite name=\"\(name)\" tests=\"\(count)\" failures=\"\(errors(document))\" errors=\"0\" skipped=\"\(skipped)\">\n"
  for test in document.cases where test.outcome.isTold {
    text += "    <testcase classname=\"\(name)\" name=\"\(xml(test.name))\""
    if let reason = test.outcome.reasonToSkip {
      text += "><skipped message=\"\(xml(reason))\"/></testcase>\n"
    } else {
      text += "/>\n"
    }
  }
  if document.diagnostics.isEmpty, document.cases.isEmpty {
    text += "    <testcase classname=\"\(name)\" name=\"sound\"/>\n"
  }
  for problem in document.diagnostics {
    let place = problem.place.name.isEmpty ? "docbuild" : xml(location(problem.place))
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

/// For XML's text and attributes, shortened; what XML 1.0 can't hold is written out before.
private func xml(_ text: String) -> String {
  var made = String.UnicodeScalarView()
  for scalar in readable(text).unicodeScalars {
    switch scalar {
    case "&": made.append(contentsOf: "&amp;".unicodeScalars)
    case "<": made.append(contentsOf: "&lt;".unicodeScalars)
    case ">": made.append(contentsOf: "&gt;".unicodeScalars)
    case "\"": made.append(contentsOf: "&quot;".unicodeScalars)
    default: made.append(scalar)
    }
  }
  return String(made)
}
