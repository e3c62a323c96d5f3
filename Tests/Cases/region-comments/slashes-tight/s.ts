x
  //#region a
  a
  //#endregion
y
