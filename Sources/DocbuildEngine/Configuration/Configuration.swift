package import DocbuildCore
import TOMLKit

/// What `docbuild.toml` at the root says; every key is optional, and so is the file.
package struct Configuration: Sendable, Decodable {
  /// Patterns of files that would be refused as secrets and are read all the same, against the path below the
  /// root as of `glob(7)`.
  package var allow: [String]?

  package init() {}

  /// The file's name.
  package static let name = Bytes("docbuild.toml".utf8)

  /// Reads a configuration.
  ///
  /// - Throws: a diagnostic at the line and column of what is wrong: syntax, an unknown key, a wrong type.
  package static func parse(_ source: Source) throws(ConfigurationProblem) -> Configuration {
    do {
      let table = try TOMLTable(string: source.bytes.text)
      let known = ["allow"]
      if let unknown = table.keys.first(where: { !known.contains($0) }) {
        let guess = nearest(to: unknown, among: known, count: 1).first
        let place = source.place(ofKey: unknown)
        throw ConfigurationProblem(
          diagnostic: Diagnostic(
            .invalidConfiguration,
            "unknown key '\(unknown)'"
              + (guess == nil ? ": expected one of \(known.joined(separator: ", "))" : ""),
            at: place,
            fixIt: guess.map { .init($0) }))
      }
      return try TOMLDecoder(strictDecoding: true).decode(Configuration.self, from: table)
    } catch let error as TOMLParseError {
      let begin = error.source.begin
      let place = source.place(line: begin.line, column: begin.column)
      throw ConfigurationProblem(
        diagnostic: Diagnostic(.invalidConfiguration, error.description.lowercased(), at: place))
    } catch let problem as ConfigurationProblem {
      throw problem
    } catch {
      throw ConfigurationProblem(
        diagnostic: Diagnostic(
          .invalidConfiguration,
          "'allow' takes a list of patterns, as in allow = [\"examples/.env\"]",
          at: source.place(ofKey: "allow")))
    }
  }
}

/// What is wrong with the configuration.
package struct ConfigurationProblem: Error, Sendable { package let diagnostic: Diagnostic }

extension Source {
  fileprivate func place(ofKey key: String) -> Place {
    let name = Bytes(key.utf8)
    for index in lines.indices {
      let range = line(index)
      let text = bytes[range].trimmed()
      if text.starts(with: name) || text.dropFirst().starts(with: name) {
        return place(at: text.startIndex..<text.startIndex + name.count, line: index + 1)
      }
    }
    return Place(file: self.name)
  }

  fileprivate func place(line number: Int, column: Int) -> Place {
    guard number >= 1, number <= lines.count else { return Place(file: name) }
    let range = line(number - 1)
    let start = min(range.lowerBound + max(0, column - 1), range.upperBound)
    return place(at: start..<start + 1, line: number)
  }
}
