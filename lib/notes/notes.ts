/** The notes protocol: see docs/notes-protocol.md. */
export * from './edits';
export type * from './facts';
export { mergeNotes, type NotesMerge, undoNotes } from './merge';
export * from './noteForm';
export * from './notesEdit';
export * from './notesFacts';
export * from './previewNotes';
export * from './readers';
export * from './readNote';
export {
  equalNotes,
  type NotesDocument,
  NotesReadOnlyError,
  parseNotes,
  printNotes,
  trimAsServer,
  withoutEmptyTail,
} from './tail';
export * from './templateFile';
export * from './templates';
export * from './versions';
