/** The sheet's dialog. It is fetched once the first screen stands: a sheet that says that the host is gone cannot ask it for anything. */
export const loadSheet = () => import('./SheetBody.vue');
