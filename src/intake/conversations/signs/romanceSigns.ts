import { around, byUser, type Sign, sign } from './sign.ts';

const userAround = { by: 'user', isAround: true } as const;

/** How they are told in French. */
export const frenchSigns: readonly Sign[] = [
  sign(
    'decision',
    0.9,
    "(?:on a|nous avons|on avait|j'ai|l'équipe a|ils ont et nous avons|a été|il a été|c'est) (?:\\p{L}+ ){0,2}?(?:décidé|choisi|retenu|opté|convenu|tranché|abandonné|écarté|validé|acté|rejeté|préféré)",
    around,
  ),
  sign(
    'decision',
    0.8,
    "on (?:part(?:ira)?|reste(?:ra)?|passe(?:ra)?|bascule(?:ra)?|va partir|va rester|va passer|laisse tomber|abandonne|migre|garde|conserve|remplace|retient|mise) (?:tout )?(?:sur|avec|à|en|vers|le|la|les|l'|par|donc|finalement)",
    userAround,
  ),
  sign('decision', 0.9, '(?:décision|conclusion|verdict) ?(?:finale? ?)?(?::|prise|est de)', around),
  sign(
    'decision',
    0.5,
    "on (?:ne |n')(?:veut|utilise(?:ra)?|fait|fera|supporte(?:ra)?|gère|touche|garde) (?:pas|plus)|pas question de|(?:est|sont) hors (?:périmètre|de question)",
    byUser,
  ),
  sign(
    'blocker',
    0.85,
    'bloqu(?:é|ée|és|ées) (?:par|sur|tant|en attendant|à cause|car|parce)|(?:nous|me|ça|qui) bloque|bloque (?:la|le|les|notre|tout)|(?:on ne peut pas|on peut pas|impossible de|on ne pourra pas|je ne peux pas|nous ne pouvons pas) .{2,100}?(?:tant que|avant|sans|jusqu)',
    around,
  ),
  sign(
    'blocker',
    0.6,
    "(?:on attend|j'attends|nous attendons|en attente (?:de|du|d')|toujours en attente)",
    around,
  ),
  sign(
    'blocker',
    0.3,
    '(?:accès|validation|clé|certificat|accord|réponse|feu vert|équipe|juridique|sécurité|client|fournisseur|hébergeur|correctif|avant de|pour pouvoir|livraison)',
    around,
  ),
  sign(
    'blocker',
    0.8,
    "(?:il (?:nous |me )?manque|(?:on|nous) n'a(?:vons)? (?:toujours )?pas) (?:encore |toujours )?(?:les |l'|la |le |des |de |d')?(?:accès|clés?|droits|certificat|validation|accord|identifiants)",
    around,
  ),
  sign(
    'convention',
    0.8,
    "(?:toujours|jamais) (?=\\p{L}{3,})|ne (?:jamais|plus jamais)|(?:ne|n'|surtout pas) ?.{2,30}? jamais",
    byUser,
  ),
  sign(
    'convention',
    0.85,
    "désormais|dorénavant|à partir de maintenant|à l'avenir|(?:par|notre|la) (?:convention|règle)(?: ici)?(?: est|:|,)",
    userAround,
  ),
  sign(
    'convention',
    0.75,
    '(?:est|sont) (?:interdit|interdite|interdits|interdites|obligatoire|obligatoires|proscrit)|(?:doit|doivent|devra|devront) (?:toujours |impérativement |absolument |obligatoirement )|(?:tous|toutes|chaque) .{2,60}?(?:doit|doivent)|il (?:ne )?faut (?:toujours|jamais|impérativement|absolument|pas)',
    userAround,
  ),
  sign(
    'convention',
    0.55,
    "(?:merci de|pense à|pensez à|évite|évitez|n'utilise pas|n'utilisez pas|ne (?:touche|touchez|modifie|modifiez|commite|pousse|mets|mettez) (?:pas|jamais))",
    byUser,
  ),
  sign('preference', 0.65, '(?:je|on) préfère', byUser),
  sign(
    'procedure',
    0.8,
    'pour (?:déployer|publier|livrer|mettre en prod|faire une release|lancer les tests|restaurer|migrer|réinitialiser|revenir en arrière|régénérer|releaser)[^,:]{0,80}[,:] ',
    around,
  ),
  sign(
    'procedure',
    0.85,
    "d'abord .{3,200}?(?:puis|ensuite|après)|(?:avant (?:de|chaque|toute?|tout) .{3,80}?|après chaque .{3,80}?)(?:il faut|lancer|lance|exécuter|vérifier|on |pense|mettre)",
    around,
  ),
  sign(
    'fact',
    0.9,
    "(?:il )?s'(?:avère|est avéré)|(?:la )?(?:cause|cause racine|source)(?: du (?:bug|problème|souci))?(?: est| était| :|:)|le correctif (?:était|a été)|la solution (?:était|a été)|on s'est rendu compte",
    around,
  ),
  sign(
    'fact',
    0.8,
    "le (?:problème|bug|souci) (?:vient|venait|était)|ça (?:vient|venait) (?:de|du)|(?:c'est|c'était|est|était) (?:dû|due) (?:à|au)|c'(?:est|était) à cause",
    around,
  ),
  sign(
    'fact',
    0.65,
    "ne (?:supporte|gère|fonctionne|marche|prend|accepte) (?:pas|que)|n'accepte (?:pas|que)|(?:est|sont) limité(?:e|s|es)? à|expire|se trouve (?:dans|sous|sur)|(?:est|sont) (?:maintenant|hébergé|géré|maintenu)",
    around,
  ),
  sign('fact', 0.3, '(?:pour info|attention|à noter|au passage|rappel|fyi)(?=[ ,:!–—-])', around),
];

/** How they are told in Spanish. */
export const spanishSigns: readonly Sign[] = [
  sign(
    'decision',
    0.9,
    '(?:hemos|he|habíamos|se ha|el equipo ha|ya está) (?:\\p{L}+ ){0,2}?(?:decidido|acordado|elegido|optado|descartado|quedado|rechazado)|(?:decidimos|acordamos|elegimos|optamos|descartamos|quedamos en|se decidió|se acordó|se descartó|se eligió)',
    around,
  ),
  sign(
    'decision',
    0.8,
    '(?:nos quedamos|seguimos|seguiremos|nos vamos|vamos|tiramos) con|(?:nos )?(?:pasamos|cambiamos|migramos) a|vamos a (?:usar|mantener|dejar|quitar|seguir|migrar|utilizar)|dejamos de (?:usar|soportar)',
    userAround,
  ),
  sign('decision', 0.9, '(?:decisión|conclusión)(?: final| tomada)? ?(?::|es |fue )', around),
  sign(
    'decision',
    0.5,
    'no (?:vamos a|queremos|necesitamos|usaremos|haremos|soportaremos)|(?:queda|quedan|está) (?:fuera|descartad[oa]s?)',
    byUser,
  ),
  sign(
    'blocker',
    0.85,
    '(?:estamos|estoy|está|sigue|seguimos|están|queda) (?:\\p{L}+ )?bloquead[oa]s?|(?:nos|me) bloquea|bloquea (?:el|la|los|nuestro|todo)|no (?:podemos|puedo|se puede|podremos) .{2,100}?(?:hasta|sin|mientras|antes)|hasta que .{3,100}? no (?:podemos|se puede|puedo)',
    around,
  ),
  sign(
    'blocker',
    0.6,
    '(?:estamos|estoy|seguimos|sigo) (?:\\p{L}+ )?esperando|a la espera de|pendiente[s]? de',
    around,
  ),
  sign(
    'blocker',
    0.3,
    '(?:acceso|aprobación|permisos?|clave|certificado|respuesta|visto bueno|proveedor|cliente|legal|seguridad|para poder|antes de|credenciales|equipo)',
    around,
  ),
  sign(
    'blocker',
    0.8,
    '(?:nos |me )?(?:falta|faltan) (?:todavía |aún )?(?:el |la |los |las )?(?:acceso|permisos?|aprobación|credenciales|clave|certificado|visto bueno)',
    around,
  ),
  sign('convention', 0.8, '(?:siempre|nunca|jamás) (?=\\p{L}{3,})', byUser),
  sign(
    'convention',
    0.85,
    '(?:a partir de ahora|de ahora en adelante|en adelante|desde ahora)|(?:por|nuestra|la) (?:convención|regla|norma)(?: aquí)?(?: es|:|,)',
    userAround,
  ),
  sign(
    'convention',
    0.75,
    '(?:está|están) (?:prohibid[oa]s?)|no (?:se permite|se debe|se puede tocar|está permitido)|(?:debe|deben|tiene que|tienen que) (?:siempre |ser |estar |llevar |ir |tener |pasar |usar )|(?:es|son) obligatori[oa]s?',
    userAround,
  ),
  sign(
    'convention',
    0.55,
    '(?:no (?:uses|useis|usar|toques|tocar|subas|subir|hagas|edites|editar|commitees|mezcles|añadas|modifiques)|evita|recuerda|acuérdate)',
    byUser,
  ),
  sign('preference', 0.65, '(?:prefiero|preferimos)', byUser),
  sign(
    'procedure',
    0.8,
    'para (?:desplegar|publicar|hacer (?:una|un|el|la) (?:release|deploy|despliegue)|restaurar|migrar|reiniciar|lanzar|resetear|regenerar|volver atrás|sacar)[^,:]{0,80}[,:] ',
    around,
  ),
  sign(
    'procedure',
    0.85,
    'primero .{3,200}?(?:luego|después|y entonces|a continuación)|(?:antes de (?:cada|hacer|desplegar|subir|mergear|publicar)|después de cada) .{3,80}?(?:hay que|ejecuta|ejecutar|lanza|lanzar|corre|correr|comprueba|actualiza)',
    around,
  ),
  sign(
    'fact',
    0.9,
    '(?:al final )?resulta que|resultó (?:que|ser)|la causa(?: raíz| del [^ ]{3,20})?(?: es| era| fue|:)|la solución (?:fue|era)|el arreglo (?:fue|era)|nos dimos cuenta',
    around,
  ),
  sign(
    'fact',
    0.8,
    'el (?:problema|error|fallo|bug) (?:era|venía|estaba|fue)|se debía a|(?:era|es|fue) (?:por culpa|debido)|por culpa de',
    around,
  ),
  sign(
    'fact',
    0.65,
    'no (?:soporta|admite|funciona con|acepta)|solo (?:funciona|soporta|admite|acepta)|(?:está|están) (?:limitad[oa]s?|alojad[oa]s?|gestionad[oa]s?)|(?:caduca|expira)n?|(?:vive|viven) en',
    around,
  ),
  sign('fact', 0.3, '(?:ojo|por cierto|nota|recordatorio|para que conste|atención)(?=[ ,:!–—-])', around),
];
