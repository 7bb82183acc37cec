"""The words around names of territories: kinds, politeness, nicknames, regions of before 2016, inhabitants."""

from collections.abc import Mapping

from domain.territory.place import PlaceKind

Phrase = tuple[str, ...]

LINKS = frozenset("de du des d la le les l et a au aux en sur sous dans pour ou".split())
"""Words that a name may gain or lose without becoming another."""
ARTICLES = frozenset({"le", "la", "les", "l"})
LEADING = frozenset("de du des d la le les l a au aux en dans chez pour sur et ou of in for the at from".split())


def _phrases(*texts: str) -> frozenset[Phrase]:
    return frozenset(tuple(text.split()) for text in texts)


KINDS: Mapping[tuple[PlaceKind, str | None], frozenset[Phrase]] = {
    (PlaceKind.EPCI, "CC"): _phrases(
        "cc", "ccs", "comcom", "com com", "comm comm", "com de com", "comdecom", "cdc", "codecom", "communaute de communes",
        "communaute des communes", "communaute commune", "communaute de commune", "communaute communes", "cte de communes",
    ),
    (PlaceKind.EPCI, "CA"): _phrases(
        "ca", "agglo", "aglo", "communaute d agglomeration", "communaute d agglo", "communaute de l agglomeration",
        "communaute agglomeration", "agglomeration", "communaute dagglomeration", "cda",
    ),
    (PlaceKind.EPCI, "CU"): _phrases("cu", "communaute urbaine"),
    (PlaceKind.EPCI, "METRO"): _phrases("metropole", "metro", "eurometropole"),
    (PlaceKind.EPCI, None): _phrases(
        "interco", "intercom", "intercommunalite", "communaute", "epci", "communaute de", "collectivite intercommunale",
    ),
    (PlaceKind.EPT, None): _phrases("ept", "etablissement public territorial", "territoire ept"),
    (PlaceKind.COMMUNE, None): _phrases(
        "commune", "communes", "commune nouvelle", "commune deleguee", "ville", "mairie", "village", "petite commune", "petite ville", "hotel de ville",
        "municipalite", "bourgade", "town", "city", "council", "petit village", "mairie annexe", "ccas", "conseil municipal", "town hall",
        "city hall", "grande ville", "petit bourg",
    ),
    (PlaceKind.DEPARTMENT, None): _phrases(
        "departement", "departements", "conseil departemental", "conseil general", "dept", "dep", "dpt", "cd", "cg", "departemental",
    ),
    (PlaceKind.REGION, None): _phrases("region", "conseil regional", "cr", "la region", "regional"),
    (PlaceKind.COLLECTIVITY, None): _phrases("collectivite d outre mer", "com d outre mer", "collectivite territoriale", "collectivite"),
}  # fmt: skip
PHRASES = {phrase: kind for kind, phrases in KINDS.items() for phrase in phrases}
LONG_PHRASES = {"".join(phrase): kind for phrase, kind in PHRASES.items() if len("".join(phrase)) > 7}
"""Those long enough to be known with a letter wrong, or a space."""
ANYWHERE = frozenset("cc comcom agglo agglomeration interco intercommunalite metropole communaute epci".split())
"""Kinds of EPCI told wherever they stand."""
EPCI_WORDS = frozenset(
    "communaute communautes agglomeration agglo metropole intercom interco intercommunalite communes urbaine".split()
)
"""Part of an EPCI's name, yet often left out."""

SMALL_TALK = frozenset(
    """
    bonjour bonsoir salut hello coucou hi hey merci svp stp please thanks thank je j tu il elle nous vous suis sommes travaille travaillons bosse
    bossons habite vis viens venons represente representons concerne agit cherche voudrais veux souhaite souhaitons pense crois sais
    ne pas plus deja voila voici alors euh ben bah bon bien oui non ok okay daccord notre nos votre vos mon ma mes son sa ses ce cet
    cette c qui que quoi dgs dga dgst dsi drh directeur directrice maire adjoint adjointe elu elue agent agente agents secretaire cheffe chef
    charge chargee chargés responsable fonctionnaire stagiaire conseiller conseillere informaticien informaticienne pour chez
    appelle appelons nomme nom nomment the of i am work from our we are is for my at to
    test essai stop aide help annuler start aucune rien personne peut etre quelle quel quels quelles laquelle lequel comment
    pourquoi quand combien combient est ce svp dire dis fait marche rurale rural idee trop communes compris comprends pige urbaine faire accord moi toi on y tout toute tous toutes autre encore deux trois
    sera serait etait avons avez ont ai as avoir numerique informatique service services mission projet territoire territoires
    collectivite ville mairie commune departement region intercommunalite interco communaute village metropole agglo agglomeration
    habitants habitant environ entre plusieurs personnes gens vite fais car mais donc or ni si salutations cordialement
    maintenant aujourd hui hier demain depuis toujours jamais ici situe situee situes basee base
    beaucoup retour suivant suivante passer tard plus reflechis lundi mardi mercredi jeudi vendredi samedi dimanche etes tres super
    parfait genial lol mdr jours jour semaines semaine mois heures heure robot agent communal communale
    insee code codes postal cp siren pr ds jsuis chui jtravaille taf taffe bjr slt mrc cmt bossons alors
    pilote piloter transformation plan secretariat general generale generaux numeriques bonne journee
    """.split()
) | {"le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "a", "au", "aux", "en", "dans", "et", "ou", "sur", "s", "n", "t", "m", "qu", "in"}  # fmt: skip
"""Alone, none of these is a territory."""
SEPARATORS = (SMALL_TALK - LEADING - frozenset(
    "bon bien bonne est ce territoire territoires deux trois plan car or ni si communaute metropole agglomeration agglo "
    "interco intercommunalite ville village commune tout tous entre plusieurs sur base nom region departement mairie collectivite s n t m qu y il bah "
    "general generale generaux projet service services mission maire as chef aide pas ma mes sa my tu elle ai ont "
    "on is to gens bis moi toi etre personne personnes accord autre chez mon son que heures jour jours plus super tres marche rurale rural communes urbaine faire fait dis notre bosse vis ne charge cette pilote ses avoir".split()
)) | frozenset(("chez",))  # fmt: skip
"""Words that stand in no name: what they part are separate readings."""
GREETINGS: frozenset[Phrase] = _phrases(
    "ca marche", "comment ca marche", "je vis", "je bosse", "on bosse", "notre commune", "notre ville", "notre mairie", "notre village", "notre collectivite", "notre region",
    "notre departement", "notre intercommunalite", "notre interco", "notre agglo", "notre agglomeration", "notre communaute", "notre metropole",
    "c est", "s il vous plait", "s il te plait", "qui s appelle", "s appelle", "il s agit", "s agit", "on est", "on a", "en fait", "du coup",
    "mon territoire", "notre territoire", "le territoire", "un territoire", "le maire", "la maire", "chef de projet", "cheffe de projet",
    "je ne sais pas", "ne sais pas", "sais pas", "secretaire de mairie", "secretaire general", "secretaire generale", "secretariat general",
    "directeur general des services", "directrice generale des services", "directeur general", "directrice generale", "un service", "le service",
    "au service", "service numerique", "service informatique", "mon projet", "notre projet", "le projet", "ma ville", "ma commune", "ma mairie", "ma region",
    "mon departement", "mon village", "ma collectivite", "mon intercommunalite", "mon interco", "ma communaute", "son nom",
    "bonne journee", "d accord", "a cote", "pres de", "a la base", "le nom", "nom de", "elle s appelle", "il s appelle", "ca s appelle",
    "charge de mission", "chargee de mission", "charge de projet", "chargee de projet", "le plan", "notre plan", "et toi", "et vous", "pour le compte",
    "une petite", "une toute petite", "un petit", "i m", "it s", "we re", "adjoint au maire", "maire de", "maire d", "maire du", "maire des",
)  # fmt: skip
ELSEWHERE = frozenset(
    "bruxelles geneve londres barcelone berlin madrid rome lausanne liege namur charleroi milan turin lisbonne porto amsterdam new york "
    "tokyo pekin moscou alger tunis rabat casablanca dakar abidjan quebec montreal ottawa vienne autriche".split()
) - {"vienne", "new", "york", "porto"}
"""Cities of other countries that look like a commune."""
MONTHS = frozenset("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split())

NICKNAMES: Mapping[str, tuple[str, ...]] = {
    "EPCI:200093201": ("mel",),
    "EPCI:200046977": ("grand lyon", "metropole grand lyon"),
    "EPCI:200054781": ("mgp", "grand paris"),
    "EPCI:200054807": ("amp", "ampm", "mamp", "aix marseille", "metropole aix marseille", "marseille provence"),
    "EPCI:200059889": ("gpseo", "gpsoe", "gps&o", "gpso78"),
    "EPCI:248300543": ("tpm",),
    "EPCI:200030195": ("mnca", "nca"),
    "EPCI:200040715": ("la metro", "grenoble metropole", "grenoble alpes"),
    "EPCI:246700488": ("ems", "strasbourg eurometropole"),
    "EPCI:200023414": ("mrn", "rouen metropole"),
    "EPCI:243400017": ("3m", "montpellier metropole"),
    "EPCI:243700754": ("tmvl", "tours metropole"),
    "EPCI:247800584": ("vgp",),
    "EPCI:200058782": ("sqy", "saint quentin en yvelines"),
    "EPCI:243800604": ("capi",),
    "EPCI:240600585": ("casa",),
    "EPCI:244400644": ("carene", "saint nazaire agglomeration"),
    "EPCI:200067106": ("capb",),
    "EPCI:200056232": ("cps", "paris saclay"),
    "EPT:200057974": ("gpso",),
    "EPT:200057941": ("pemb",),
    "EPT:200058006": ("gpsea",),
    "EPT:200058014": ("gosb", "grand orly"),
    "EPT:200057982": ("pold",),
    "EPT:200058790": ("gpge",),
    "EPT:200057966": ("vsgp",),
    "COL:6AE": ("cea", "alsace", "collectivite d alsace", "collectivite europeenne alsace"),
    "REG:94": ("ctc", "collectivite de corse", "collectivite territoriale de corse"),
    "REG:02": ("ctm", "collectivite territoriale de martinique"),
    "REG:03": ("ctg", "collectivite territoriale de guyane", "guyane francaise"),
    "REG:93": ("paca", "sud", "region sud", "provence alpes cote d azur", "provence"),
    "REG:11": ("idf", "region parisienne", "ile de france"),
    "REG:84": ("aura", "ara", "auvergne rhone alpes", "rhone alpes", "auvergne"),
    "REG:27": ("bfc", "bourgogne", "franche comte"),
    "REG:24": ("cvl", "centre", "region centre", "centre val de loire"),
    "REG:32": ("hdf", "nord pas de calais", "picardie"),
    "REG:52": ("pdl", "pdll"),
    "REG:75": ("naq", "aquitaine", "limousin", "poitou charentes"),
    "REG:76": ("midi pyrenees", "languedoc roussillon"),
    "REG:44": ("champagne ardenne", "lorraine"),
    "REG:28": ("basse normandie", "haute normandie"),
    "REG:53": ("bzh", "breizh"),
    "COL:988": ("nc", "caledonie"),
    "COL:987": ("pf", "polynesie", "tahiti", "fenua"),
    "COL:977": ("saint barth", "saint barts"),
    "COM:97701": ("saint barth", "saint barts"),
    "COL:975": ("spm", "saint pierre miquelon"),
    "COL:986": ("wallis", "futuna", "wallis futuna"),
    "COM:51108": ("chalons sur marne",),
    "COM:33063": ("bdx", "bdo"),
    "COM:31555": ("tlse", "tls", "toulouze"),
    "COM:34172": ("mtp", "mtpl", "montpel"),
    "COM:13055": ("mrs", "mars13"),
    "COM:67482": ("stras", "strass", "sxb"),
    "COM:42218": ("st e", "sainte", "sainté", "saint e"),
    "COM:63113": ("clermont fd", "clermont ferrant", "cfd"),
    "COM:13001": ("aix",),
    "COM:59350": ("lil",),
    "COM:35238": ("rns",),
    "COM:38185": ("gre",),
    "COM:92012": ("boulbi",),
    "COM:92025": ("colombe",),
    "COM:78646": ("versaille",),
}
"""What people call them, beside the official name."""

FORMER_REGIONS: Mapping[str, str] = {
    "alsace": "67 68", "lorraine": "54 55 57 88", "champagne ardenne": "08 10 51 52", "champagne": "10 51 52",
    "picardie": "02 60 80", "nord pas de calais": "59 62", "haute normandie": "27 76", "basse normandie": "14 50 61",
    "bourgogne": "21 58 71 89", "franche comte": "25 39 70 90", "auvergne": "03 15 43 63", "rhone alpes": "01 07 26 38 42 69 73 74",
    "limousin": "19 23 87", "poitou charentes": "16 17 79 86", "aquitaine": "24 33 40 47 64",
    "midi pyrenees": "09 12 31 32 46 65 81 82", "languedoc roussillon": "11 30 34 48 66", "languedoc": "11 30 34 48",
    "perigord": "24", "quercy": "46 82", "rouergue": "12", "berry": "18 36", "anjou": "49", "touraine": "37", "roussillon": "66",
    "dauphine": "05 26 38", "pays basque": "64", "bearn": "64", "poitou": "79 85 86", "provence": "04 05 06 13 83 84", "gascogne": "32 40 47 65",
    "cote d azur": "06 83", "vexin": "27 60 95", "paca": "04 05 06 13 83 84", "idf": "75 77 78 91 92 93 94 95", "corse": "2A 2B",
    "aura": "01 03 07 15 26 38 42 43 63 69 73 74", "region parisienne": "75 77 78 91 92 93 94 95", "haute corse": "2B", "corse du sud": "2A",
    "belfort": "90", "antilles": "971 972 977 978", "caraibes": "971 972 977 978", "vallee de la loire": "37 41 45 49", "ardeche": "07", "dom": "971 972 973 974 976",
}  # fmt: skip
INHABITANTS: Mapping[str, str] = {
    "aindinois": "01", "axonais": "02", "bourbonnais": "03", "haut alpin": "05", "maralpin": "06", "ardechois": "07", "ardennais": "08",
    "ariegeois": "09", "aubois": "10", "audois": "11", "aveyronnais": "12", "calvadosien": "14", "cantalien": "15",
    "charentais": "16", "charentais maritime": "17", "berrichon": "18 36", "correzien": "19", "cote d orien": "21", "costarmoricain": "22", "creusois": "23",
    "perigourdin": "24", "dordognais": "24", "doubien": "25", "dromois": "26", "drômois": "26", "eurois": "27", "eurelien": "28", "finisterien": "29", "gardois": "30",
    "haut garonnais": "31", "gersois": "32", "girondin": "33", "heraultais": "34", "bretillien": "35", "indrien": "36", "tourangeau": "37",
    "iserois": "38", "jurassien": "39", "landais": "40", "loir et cherien": "41", "ligerien": "42", "altiligerien": "43",
    "loire atlantique": "44", "loiretain": "45", "lotois": "46", "lot et garonnais": "47", "lozerien": "48", "angevin": "49", "manchois": "50", "manchot": "50",
    "marnais": "51", "haut marnais": "52", "mayennais": "53", "meurthe et mosellan": "54", "meusien": "55", "morbihannais": "56", "mosellan": "57",
    "nivernais": "58", "nordiste": "59", "oisien": "60", "ornais": "61", "pas de calaisien": "62", "puydomois": "63", "basque": "64", "bearnais": "64", "bigourdan": "65",
    "catalan": "66", "bas rhinois": "67", "haut rhinois": "68", "alsacien": "67 68", "rhodanien": "69", "haut saonois": "70",
    "saone et loirien": "71", "sarthois": "72", "savoyard": "73 74", "haut savoyard": "74", "savoisien": "73", "parisien": "75", "francilien": "75 77 78 91 92 93 94 95",
    "seinomarin": "76", "seine et marnais": "77", "yvelinois": "78", "deux sevrien": "79", "samarien": "80", "tarnais": "81", "tarn et garonnais": "82", "varois": "83",
    "vauclusien": "84", "vendeen": "85", "viennois": "86", "haut viennois": "87", "vosgien": "88", "icaunais": "89", "terrifortain": "90",
    "essonnien": "91", "altosequanais": "92", "sequano dionysien": "93", "val de marnais": "94", "valdoisien": "95", "breton": "22 29 35 56",
    "normand": "14 27 50 61 76", "picard": "02 60 80", "lorrain": "54 55 57 88", "corse": "2A 2B", "auvergnat": "03 15 43 63",
    "guadeloupeen": "971", "martiniquais": "972", "guyanais": "973", "reunionnais": "974", "mahorais": "976", "polynesien": "987",
}  # fmt: skip
FEMININE = {
    "ois": "oise",
    "ais": "aise",
    "ien": "ienne",
    "een": "eenne",
    "in": "ine",
    "an": "ane",
    "on": "onne",
    "and": "ande",
    "rd": "rde",
    "ard": "arde",
}
