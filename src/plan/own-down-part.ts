/** How a statement of the migration is taken back that no recipe has another one for. */
export const ownDownPart = 'by the migration’s own down part'
