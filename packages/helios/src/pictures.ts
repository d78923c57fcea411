/** Pictures to look at, drawn with the package sharp, which is installed apart. */
export { type ContactSheet, type ContactSheetOptions, contactSheet } from "./pictures/contactSheet.ts";
