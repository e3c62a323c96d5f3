import DocbuildCore

extension ReportStyle {
  /// JUnit's XML, a suite for each document, with a case for each problem, for each test that passed or was skipped, or
  /// for the document as a whole.
  package static let junit = ReportStyle(
    name: "junit", summary: "JUnit's XML, a suite for each document", audience: .program,
    listsSoundDocuments: true
  ) { report, _ in
    let suites = report.documents.filter {
      !$0.name.isEmpty || !$0.diagnostics.isEmpty
    }.map(Suite.init)
    let tests = suites.reduce(0) { $0 + $1.cases.count }
    let failures = suites.reduce(0) { $0 + $1.failures }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites name=\"docbuild\" tests=\"\(tests)\" failures=\"\(failures)\">\n"
      + suites.map(\.text).joined()
      + (report.omitted > 0 ? "  <!-- \(notShown(report.omitted)) -->\n" : "")
      + "</testsuites>\n"
  }
}

/// The cases of a document.
private struct Suite {
  /// Escaped, as all text below.
  let name: String
  /// The elements.
  var cases: [String] = []
  var failures = 0
  var skipped = 0
  /// The names of the cases, with how often each was asked for: readers of results know a case by its name.
  private var names: [String: Int] = [:]

  init(_ document: ReportedDocument) {
    name = xml(document.name.isEmpty ? "project" : document.name)
    for test in document.tests { add(test) }
    for problem in document.diagnostics { add(problem) }
    if cases.isEmpty { add(asAWhole: document) }
  }

  private mutating func add(asAWhole document: ReportedDocument) {
    if document.reportedBefore == 0 { return add("sound", "") }
    skipped += 1
    add("sound", "<skipped message=\"its problems are reported with another document\"/>")
  }

  private mutating func add(_ test: ReportedTest) {
    switch test.outcome {
    // Its problems report it.
    case .failed: break
    case .passed: add(xml(test.name), "")
    case .follows(let cause):
      add(failure: xml(test.name), "follows", xml("follows from \(cause)"), "")
    case .skipped(let reason):
      skipped += 1
      add(xml(test.name), "<skipped message=\"\(xml(reason))\"/>")
    }
  }

  private mutating func add(_ problem: Diagnostic) {
    let id = problem.id.rawValue
    let place = problem.place.name.isEmpty ? "docbuild" : xml(location(problem.place))
    let message = xml(problem.message)
    let body = (["\(place): \(message)"] + problem.remarks(location).map(xml)).joined(
      separator: "\n")
    switch problem.severity {
    case .error:
      add(failure: "\(id) at \(place)", id, message, body)
    case .warning: add("\(id) at \(place)", "<system-out>\(body)</system-out>")
    }
  }

  private mutating func add(
    failure title: String, _ kind: String, _ message: String, _ body: String
  ) {
    failures += 1
    add(title, "<failure type=\"\(kind)\" message=\"\(message)\">\(body)</failure>")
  }

  private mutating func add(_ title: String, _ content: String) {
    var number = names[title, default: 0] + 1
    var own = number == 1 ? title : "\(title) (\(number))"
    while names[own] != nil {
      number += 1
      own = "\(title) (\(number))"
    }
    names[title] = number
    if own != title { names[own] = 1 }
    let head = "    <testcase classname=\"\(name)\" name=\"\(own)\""
    cases.append(content.isEmpty ? "\(head)/>\n" : "\(head)>\(content)</testcase>\n")
  }

  var text: String {
    "  <testsuite name=\"\(name)\" tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\">\n"
      + cases.joined() + "  </testsuite>\n"
  }
}

/// For XML's text and attributes, shortened.
private func xml(_ text: String) -> String { Escaping.xml(shortened(text)) }
