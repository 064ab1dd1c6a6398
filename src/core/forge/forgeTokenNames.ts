/**
 * Variables of an environment that may hold a token of a forge: `GITLAB_TOKEN`, `GH_TOKEN`, `GITLAB_WORK_TOKEN`. By the name
 * alone, so that a client can lend them without knowing the settings; which forge each is for, those say.
 */
export const forgeTokenName = /^(?:GITLAB|GITHUB|GH|FORGE)(?:_[A-Z0-9]{1,30}){0,5}_TOKEN$/;
