package import DocbuildCore

/// What a process is given by whoever starts it: variables, a current folder, and the place where its program was installed. The executable hands it in, and nothing
/// below asks the process itself, so that a server can serve clients in several folders and a test needs no process.
package struct Environment: Sendable {
  private let variable: @Sendable (String) -> String?
  private let folder: @Sendable () throws -> AbsolutePath?
  private let program: @Sendable () -> AbsolutePath?

  /// An environment that is asked for only when it is needed.
  ///
  /// - Parameters:
  ///   - variable: the value of a variable; nil when it is not set.
  ///   - folder: the real path of the current folder; nil when it is gone.
  ///   - program: the real path of the folder that docbuild's own program lies in; nil when it can't be found out.
  package init(
    variable: @escaping @Sendable (String) -> String?,
    folder: @escaping @Sendable () throws -> AbsolutePath?,
    program: @escaping @Sendable () -> AbsolutePath? = { nil }
  ) {
    self.variable = variable
    self.folder = folder
    self.program = program
  }

  /// An environment of those variables, in the folder with that real path.
  package init(_ variables: [String: String] = [:], folder: AbsolutePath) {
    self.init(variable: { variables[$0] }, folder: { folder })
  }

  /// The same variables and programs for somebody who works in another folder.
  ///
  /// - Parameter folder: its real path.
  package func inFolder(_ folder: AbsolutePath) -> Environment {
    Environment(variable: variable, folder: { folder }, program: program)
  }

  /// The value of a variable; nil when it is not set.
  package subscript(name: String) -> String? { variable(name) }

  /// The real path of the current folder; nil when it is gone.
  ///
  /// - Throws: a `SystemError` when it can't be had.
  package func currentFolder() throws -> AbsolutePath? { try folder() }

  /// The real path of the folder that docbuild's own program lies in, where an installer puts what it brings along; nil when it
  /// can't be found out.
  var programFolder: AbsolutePath? { program() }

  /// What is called `path` in the current folder; where that is gone, a path that names nothing.
  package func absolute(_ path: Bytes) throws -> AbsolutePath {
    try AbsolutePath(path) ?? AbsolutePath(path, in: folder())
  }
}
