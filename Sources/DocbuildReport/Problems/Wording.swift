package import DocbuildCore

/// `name:line:column`, the name alone for a place that is a whole file, docbuild's own for none.
package func location(_ place: Place) -> String {
  location(place, called: place.name.isEmpty ? "docbuild" : readable(place.name))
}

/// The same from the top of the repository, whose names are as they are.
func location(_ place: Place, _ setting: ReportSetting) -> String {
  location(place, called: setting.nameInRepository(place.name))
}

private func location(_ place: Place, called name: String) -> String {
  place.line > 0 ? "\(name):\(place.line):\(place.column)" : name
}

/// A number of things, as in "1 page" and "2 pages".
package func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
  "\(count) \(count == 1 ? one : many ?? one + "s")"
}

/// That problems were found and are not shown.
func notShown(_ omitted: Int) -> String { "\(counted(omitted, "more problem")) not shown" }

/// What a fix-it asks for, in words.
func cure(_ fixIt: TextEdit) -> String {
  if fixIt.text.isEmpty { return "leave it out" }
  let feed = UInt8(ascii: "\n")
  if fixIt.text.first == feed || fixIt.text.last == feed { return "put it on a line of its own" }
  return "write '\(fixIt.text.text)'"
}

extension Diagnostic {
  /// The cure and the notes, a line each, those that have a place with it.
  ///
  /// - Parameter location: how a place is written.
  func remarks(_ location: (Place) -> String) -> [String] {
    (fixIt.map { [cure($0)] } ?? [])
      + notes.map { note in (note.place.map { "\(location($0)): " } ?? "") + note.message }
  }
}
