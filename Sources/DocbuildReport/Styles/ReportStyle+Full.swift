import DocbuildCore

extension ReportStyle {
  /// As a compiler writes it: the place, what is wrong, the line with a mark under it, then the cure and the notes.
  package static let full = ReportStyle(
    name: "full", summary: "with the line, a mark under the place, the cure and notes",
    audience: .person
  ) { report, setting in
    let paint = Paint(isOn: setting.hasColors)
    return report.problems.map { fullText($0, paint) }.joined()
      + (report.omitted > 0
        ? "\(notShown(report.omitted)); '--max-problems 0' shows all\n" : "")
  }
}

private func fullText(_ diagnostic: Diagnostic, _ paint: Paint) -> String {
  let severity =
    switch diagnostic.severity {
    case .error: paint.red("error:")
    case .warning: paint.yellow("warning:")
    }
  func note(_ place: Place, _ text: String) -> String {
    "\(location(place)): \(paint.dim("note:")) \(readable(text))\n"
  }
  var text =
    "\(paint.bold(location(diagnostic.place) + ":")) \(severity) \(paint.bold(readable(diagnostic.message))) "
    + paint.dim("[\(diagnostic.id.rawValue)]") + "\n"
  if diagnostic.place.line > 0 { text += MarkedLine(diagnostic.place).text(paint) }
  if let fixIt = diagnostic.fixIt { text += note(diagnostic.place, cure(fixIt)) }
  for remark in diagnostic.notes { text += note(remark.place ?? diagnostic.place, remark.message) }
  return text
}
